package io.ambit.edge.admission;

import io.ambit.edge.core.HomeRule;
import io.ambit.model.OnNoBackend;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant at the gate: its buckets, and its answers, made when first given and then shared by
 * all requests they fit. What it decides by does not change.
 */
final class TenantGate {
  private static final Bucket[] NO_MORE = {};

  /** So many refusals are no limit's. */
  private static final int WITHOUT_LIMIT = 3;

  private final String name;
  private final int hash;

  /** The only limit, if there is one and it is a rate. */
  private final @Nullable LeaseBucket alone;

  /** All limits if it is not alone. */
  private final Bucket[] several;

  private final Conduct conduct;

  /** The answer to what goes, once it was given; what two threads make at once is alike. */
  private @Nullable Ruling admitted;

  /** The other answers, by reason and limit, once there is one. */
  private @Nullable Ruling @Nullable [] refusals;

  TenantGate(String name, Conduct conduct, List<Bucket> limits) {
    this.name = name;
    this.hash = TenantTable.spread(name.hashCode());
    this.conduct = conduct;
    this.alone = limits.size() == 1 && limits.getFirst() instanceof LeaseBucket one ? one : null;
    this.several = alone == null ? limits.toArray(Bucket[]::new) : NO_MORE;
  }

  String name() {
    return name;
  }

  Conduct conduct() {
    return conduct;
  }

  /** Whether {@code other}, which spreads to {@code itsHash}, is its name: mostly the very same. */
  boolean isCalled(String other, int itsHash) {
    return hash == itsHash && name.equals(other);
  }

  /** How many limits there are. */
  int count() {
    return alone == null ? several.length : 1;
  }

  /** The bucket of the {@code index}-th limit. */
  Bucket bucket(int index) {
    LeaseBucket one = alone;
    return one == null ? several[index] : one;
  }

  /** The bucket of the limit called {@code limit}; null if there is none. */
  @Nullable Bucket find(String limit) {
    for (int i = 0; i < count(); i++) {
      if (bucket(i).key().limit().equals(limit)) {
        return bucket(i);
      }
    }
    return null;
  }

  /** Whether its buckets are these, in this order. */
  boolean has(List<Bucket> limits) {
    boolean same = limits.size() == count();
    for (int i = 0; same && i < limits.size(); i++) {
      same = limits.get(i) == bucket(i);
    }
    return same;
  }

  boolean hasHome() {
    return conduct.home() != null;
  }

  /** The answer to a write that must not be admitted here now; null if it may be. */
  @Nullable Ruling bar(long nowNanos, long writesUntilNanos) {
    HomeRule belongs = conduct.home();
    return belongs == null || (belongs.here() && writesUntilNanos - nowNanos > 0)
        ? null
        : notHome(belongs);
  }

  /** Debits every limit, or none; {@code othersMilli} of those that are not {@code named}. */
  Ruling decide(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    LeaseBucket one = alone;
    return one != null && ahead == Ahead.CLEAR
        ? decideAlone(one, cost(one, othersMilli, named), nowNanos)
        : decideTogether(othersMilli, named, nowNanos, ahead);
  }

  /** The same by the only limit, if nothing is ahead: there is nobody to refund for. */
  private Ruling decideAlone(LeaseBucket one, long costMilli, long nowNanos) {
    // In shadow what a cell refuses would have to count as admitted.
    if (conduct.enforces()) {
      LeaseBucket.Answer answer = one.decide(costMilli, nowNanos);
      if (answer != LeaseBucket.Answer.NONE) {
        return answer == LeaseBucket.Answer.ADMITTED ? admitted() : refusal(0, true);
      }
    }
    if (one.debit(costMilli, nowNanos) != null) {
      one.admitted(costMilli);
      return admitted();
    }
    Ruling refusal = refusal(0, one.onLease(nowNanos));
    count(one, refusal, costMilli);
    return refusal;
  }

  private Ruling decideTogether(
      long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    Ruling ruling =
        ahead == Ahead.OVERLOADED ? overloaded() : charge(othersMilli, named, nowNanos, ahead);
    for (int i = 0; i < count(); i++) {
      Bucket bucket = bucket(i);
      count(bucket, ruling, cost(bucket, othersMilli, named));
    }
    return ruling;
  }

  private static void count(Bucket bucket, Ruling ruling, long costMilli) {
    if (ruling.verdict() == Verdict.ADMIT) {
      bucket.admitted(costMilli);
    } else {
      bucket.refused(costMilli);
    }
  }

  private Ruling charge(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    int refusing = debit(0, othersMilli, named, nowNanos, ahead);
    if (refusing < 0) {
      return admitted();
    }
    return refusing == count()
        ? noBackend()
        : refusal(refusing, bucket(refusing).onLease(nowNanos));
  }

  /** Makes up for what {@code charged} was off, limit by limit. */
  List<Correction> settle(Charge charge, Costs actual, long nowNanos) {
    return limits().stream()
        .map(bucket -> Correction.make(bucket, charge, actual, nowNanos))
        .toList();
  }

  Ruling preview(long nowNanos, Ahead ahead) {
    if (ahead == Ahead.OVERLOADED) {
      return overloaded();
    }
    for (int i = 0; i < count(); i++) {
      if (bucket(i).remaining(nowNanos) == 0) {
        return refusal(i, bucket(i).onLease(nowNanos));
      }
    }
    return ahead == Ahead.NO_BACKEND ? noBackend() : admitted();
  }

  /**
   * Debits the buckets from {@code index} on; each level of the recursion remembers what it took,
   * to give it back if one further on refuses, or what is behind the budget does.
   *
   * @return the index of the bucket that refuses, their number if what is behind does, or -1
   */
  private int debit(
      int index, long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    if (index == count()) {
      return ahead == Ahead.NO_BACKEND ? index : -1;
    }
    Bucket bucket = bucket(index);
    long costMilli = cost(bucket, othersMilli, named);
    Bucket.Debited debited = bucket.debit(costMilli, nowNanos);
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

  /** Its buckets, in order; made anew. */
  private List<Bucket> limits() {
    LeaseBucket one = alone;
    return one == null ? List.of(several) : List.of(one);
  }

  private Ruling admitted() {
    Ruling known = admitted;
    if (known == null) {
      known =
          new Ruling(
              Verdict.ADMIT, Reason.OK, conduct.enforcement(), limits(), null, conduct.home());
      admitted = known;
    }
    return known;
  }

  private Ruling refusal(int index, boolean onLease) {
    int at = WITHOUT_LIMIT + 2 * index + (onLease ? 0 : 1);
    Ruling known = known(at);
    if (known == null) {
      Reason reason = onLease ? Reason.OVER_BUDGET : Reason.CONTROL_LOSS;
      known =
          Ruling.refusal(reason, conduct.enforcement(), limits(), bucket(index), conduct.home());
      remember(at, known);
    }
    return known;
  }

  private Ruling notHome(HomeRule belongs) {
    Ruling known = known(2);
    if (known == null) {
      known = Ruling.notHome(limits(), belongs);
      remember(2, known);
    }
    return known;
  }

  private Ruling overloaded() {
    return withoutLimit(0, Reason.OVERLOAD, Verdict.SHED);
  }

  private Ruling noBackend() {
    boolean stale = conduct.onNoBackend() == OnNoBackend.SERVE_STALE;
    return withoutLimit(1, Reason.NO_BACKEND, stale ? Verdict.SERVE_STALE : Verdict.SHED);
  }

  private Ruling withoutLimit(int at, Reason reason, Verdict refusal) {
    Ruling known = known(at);
    if (known == null) {
      known = Ruling.withoutLimit(reason, refusal, conduct.enforcement(), limits(), conduct.home());
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
      made = new Ruling[WITHOUT_LIMIT + 2 * count()];
      refusals = made;
    }
    made[at] = ruling;
  }
}
