package io.ambit.edge.admission;

import io.ambit.edge.core.HomeRule;
import io.ambit.model.Enforcement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gate's answer. Made ahead of time and shared by all requests it fits, so that deciding
 * allocates nothing; figures that change are read from the buckets.
 *
 * <p>Under {@code SHADOW} a request is admitted whatever the reason: any but {@code OK} says that
 * it would have been shed.
 *
 * @param limits the tenant's buckets; none if the tenant is not known here
 * @param refusing the limit with too few tokens; null if there is none
 * @param home where the tenant's writes belong; null if anywhere
 */
public record Ruling(
    Verdict verdict,
    Reason reason,
    Enforcement enforcement,
    List<Bucket> limits,
    @Nullable Bucket refusing,
    @Nullable HomeRule home) {

  /** How long until the region knows a tenant and its first lease is here, mostly less. */
  private static final long FIRST_LEASE_NANOS = 500_000_000;

  /** Intent that an operator has yet to state does not come by the millisecond. */
  private static final long INTENT_NANOS = 5_000_000_000L;

  /** Pressure eases, and backends come back, by the second. */
  private static final long CAPACITY_NANOS = 1_000_000_000;

  static Ruling withoutLimits(Reason reason) {
    return new Ruling(Verdict.SHED, reason, Enforcement.ENFORCE, List.of(), null, null);
  }

  /** A refusal that is no limit's, of a tenant that has some. */
  static Ruling withoutLimit(
      Reason reason,
      Verdict refusal,
      Enforcement enforcement,
      List<Bucket> limits,
      @Nullable HomeRule home) {
    Verdict verdict = enforcement == Enforcement.SHADOW ? Verdict.ADMIT : refusal;
    return new Ruling(verdict, reason, enforcement, limits, null, home);
  }

  /**
   * A write that does not belong here: refused also in shadow, since it is no matter of amounts.
   */
  static Ruling notHome(List<Bucket> limits, HomeRule home) {
    return new Ruling(Verdict.SHED, Reason.NOT_HOME, Enforcement.ENFORCE, limits, null, home);
  }

  static Ruling refusal(
      Reason reason,
      Enforcement enforcement,
      List<Bucket> limits,
      Bucket refusing,
      @Nullable HomeRule home) {
    Verdict verdict = enforcement == Enforcement.SHADOW ? Verdict.ADMIT : Verdict.SHED;
    return new Ruling(verdict, reason, enforcement, limits, refusing, home);
  }

  /** The limit to tell of: the one that refuses, else the one with the least left. */
  public @Nullable Bucket narrowest(long nowNanos) {
    return refusing != null ? refusing : leastLeft(nowNanos);
  }

  /** When asking again may help; 0 if the request goes. */
  public long waitNanos(long costMilli, long nowNanos) {
    if (verdict == Verdict.ADMIT) {
      return 0;
    }
    if (refusing != null) {
      return refusing.waitNanos(costMilli, nowNanos);
    }
    return switch (reason) {
      case UNKNOWN_TENANT -> INTENT_NANOS;
      case OVERLOAD, NO_BACKEND -> CAPACITY_NANOS;
      default -> FIRST_LEASE_NANOS;
    };
  }

  private @Nullable Bucket leastLeft(long nowNanos) {
    Bucket least = null;
    for (Bucket limit : limits) {
      if (least == null || limit.fullness(nowNanos) < least.fullness(nowNanos)) {
        least = limit;
      }
    }
    return least;
  }
}
