package io.ambit.edge.admission;

import io.ambit.edge.core.HomeRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.model.Enforcement;
import io.ambit.model.OnNoBackend;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tenant at the gate: its buckets, and its answers, made when first given and then shared by
 * all requests they fit. What it decides by does not change.
 */
final class TenantGate {
  private final String name;
  private final int hash;

  /** The only limit, if there is one that is a rate and enforced. */
  private final @Nullable LeaseBucket alone;

  /** Where writes belong, and the answer to those that do not belong here; null if anywhere. */
  private final @Nullable HomeRule home;

  private final @Nullable Ruling notHome;
  private final Ruling admitted;
  private final Enforcement enforcement;
  private final OnNoBackend onNoBackend;
  private final Bucket[] buckets;

  /** By reason and limit, once there is one; what two threads make at once is alike. */
  private @Nullable Ruling @Nullable [] refusals;

  TenantGate(String name, TenantRule rule, List<Bucket> limits) {
    this.name = name;
    this.hash = TenantTable.spread(name.hashCode());
    this.enforcement = rule.enforcement();
    this.onNoBackend = rule.onNoBackend();
    this.buckets = limits.toArray(Bucket[]::new);
    this.alone = enforcement == Enforcement.ENFORCE ? alone(limits) : null;
    this.home = rule.home();
    this.notHome = home == null ? null : Ruling.notHome(limits, home);
    this.admitted = new Ruling(Verdict.ADMIT, Reason.OK, enforcement, limits, null, home);
  }

  private static @Nullable LeaseBucket alone(List<Bucket> limits) {
    return limits.size() == 1 && limits.getFirst() instanceof LeaseBucket one ? one : null;
  }

  String name() {
    return name;
  }

  /** Whether {@code other}, which spreads to {@code itsHash}, is its name: mostly the very same. */
  boolean isCalled(String other, int itsHash) {
    return hash == itsHash && name.equals(other);
  }

  /** Whether it decides by {@code rule} on {@code limits} already. */
  boolean follows(TenantRule rule, List<Bucket> limits) {
    return enforcement == rule.enforcement()
        && onNoBackend == rule.onNoBackend()
        && Objects.equals(home, rule.home())
        && admitted.limits().equals(limits);
  }

  boolean hasHome() {
    return home != null;
  }

  /** The answer to a write that must not be admitted here now; null if it may be. */
  @Nullable Ruling bar(long nowNanos, long writesUntilNanos) {
    HomeRule belongs = home;
    return belongs == null || (belongs.here() && writesUntilNanos - nowNanos > 0) ? null : notHome;
  }

  /** Debits every limit, or none; {@code othersMilli} of those that are not {@code named}. */
  Ruling decide(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    LeaseBucket one = alone;
    if (one != null && ahead == Ahead.CLEAR) {
      LeaseBucket.Answer answer = one.decide(cost(one, othersMilli, named), nowNanos);
      if (answer == LeaseBucket.Answer.ADMITTED) {
        return admitted;
      }
      if (answer == LeaseBucket.Answer.REFUSED) {
        return refusal(0, true);
      }
    }
    return decideTogether(othersMilli, named, nowNanos, ahead);
  }

  private Ruling decideTogether(
      long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    Ruling ruling =
        ahead == Ahead.OVERLOADED ? overloaded() : charge(othersMilli, named, nowNanos, ahead);
    boolean goes = ruling.verdict() == Verdict.ADMIT;
    for (Bucket bucket : buckets) {
      long costMilli = cost(bucket, othersMilli, named);
      if (goes) {
        bucket.admitted(costMilli);
      } else {
        bucket.refused(costMilli);
      }
    }
    return ruling;
  }

  private Ruling charge(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    int refusing = debit(0, othersMilli, named, nowNanos, ahead);
    if (refusing < 0) {
      return admitted;
    }
    return refusing == buckets.length
        ? noBackend()
        : refusal(refusing, buckets[refusing].onLease(nowNanos));
  }

  /** Makes up for what {@code charged} was off, limit by limit. */
  List<Correction> settle(Charge charge, Costs actual, long nowNanos) {
    return Stream.of(buckets)
        .map(bucket -> Correction.make(bucket, charge, actual, nowNanos))
        .toList();
  }

  Ruling preview(long nowNanos, Ahead ahead) {
    if (ahead == Ahead.OVERLOADED) {
      return overloaded();
    }
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i].remaining(nowNanos) == 0) {
        return refusal(i, buckets[i].onLease(nowNanos));
      }
    }
    return ahead == Ahead.NO_BACKEND ? noBackend() : admitted;
  }

  /**
   * Debits the buckets from {@code index} on; each level of the recursion remembers what it took,
   * to give it back if one further on refuses, or what is behind the budget does.
   *
   * @return the index of the bucket that refuses, their number if what is behind does, or -1
   */
  private int debit(
      int index, long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    if (index == buckets.length) {
      return ahead == Ahead.NO_BACKEND ? index : -1;
    }
    long costMilli = cost(buckets[index], othersMilli, named);
    Bucket.Debited debited = buckets[index].debit(costMilli, nowNanos);
    if (debited == null) {
      return index;
    }
    int refusing = debit(index + 1, othersMilli, named, nowNanos, ahead);
    if (refusing >= 0) {
      debited.refund(costMilli);
    }
    return refusing;
  }

  private static long cost(Bucket bucket, long othersMilli, Map<String, Long> named) {
    return named == Costs.NO_NAMES || named.isEmpty()
        ? othersMilli
        : Costs.milliOf(bucket.key().limit(), othersMilli, named);
  }

  private Ruling refusal(int index, boolean onLease) {
    int at = 2 + 2 * index + (onLease ? 0 : 1);
    Ruling known = known(at);
    if (known == null) {
      Reason reason = onLease ? Reason.OVER_BUDGET : Reason.CONTROL_LOSS;
      known = Ruling.refusal(reason, enforcement, admitted.limits(), buckets[index], home);
      remember(at, known);
    }
    return known;
  }

  private Ruling overloaded() {
    return withoutLimit(0, Reason.OVERLOAD, Verdict.SHED);
  }

  private Ruling noBackend() {
    boolean stale = onNoBackend == OnNoBackend.SERVE_STALE;
    return withoutLimit(1, Reason.NO_BACKEND, stale ? Verdict.SERVE_STALE : Verdict.SHED);
  }

  private Ruling withoutLimit(int at, Reason reason, Verdict refusal) {
    Ruling known = known(at);
    if (known == null) {
      known = Ruling.withoutLimit(reason, refusal, enforcement, admitted.limits(), home);
      remember(at, known);
    }
    return known;
  }

  private @Nullable Ruling known(int at) {
    @Nullable Ruling[] made = refusals;
    return made == null ? null : made[at];
  }

  private void remember(int at, Ruling ruling) {
    @Nullable Ruling[] made = refusals;
    if (made == null) {
      made = new Ruling[2 + 2 * buckets.length];
      refusals = made;
    }
    made[at] = ruling;
  }
}
