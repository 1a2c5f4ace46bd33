package io.ambit.simulator.invariant;

import io.ambit.lease.Share;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * The admission contract of one limit: over every window W the world admits at most L·W + B. That
 * is so exactly if one token bucket of rate L and depth B, full at first and on true time, would
 * have admitted the same; so that bucket is kept here, in whole milli-units and nanoseconds, and
 * its level must never be below zero. A level below zero is the excess of the worst window so far.
 *
 * <p>After an operator lowers L, the larger value may count until the longest lease then
 * outstanding has ended. A tenant that declares {@code safe(k)} may be admitted k times as much, in
 * rate and in burst, since somebody may have lost their parent at any time. Of one whose regions
 * are written off once they are lost, what is written off may be in use besides.
 */
public final class Contract {
  private static final long NANOS = 1_000_000_000;

  private record Past(Limit limit, long factorMilli, long untilNanos) {
    long rateMilli() {
      return limit.rateMilli() * factorMilli / Limit.MILLI;
    }

    long depthMilli() {
      return limit.depthMilli() * factorMilli / Limit.MILLI;
    }
  }

  /** What was written off and still counts. */
  private record Former(Share share, long untilNanos) {}

  private final String tenant;
  private final boolean strict;
  private final List<Past> past = new ArrayList<>();
  private final List<Former> formers = new ArrayList<>();
  private Share writtenOff = Share.NONE;
  private Limit limit;
  private long factorMilli;
  private long rateMilli;
  private long depthMilli;
  private long levelMilli;
  private long fraction;
  private long atNanos;
  private long lowestMilli;
  private long admittedMilli;

  /**
   * @param factorMilli k in thousandths, 1,000 where nothing but the limit is declared
   * @param strict whether an excess is a violation at once; else it is only measured
   */
  public Contract(String tenant, Limit limit, long factorMilli, long nowNanos, boolean strict) {
    this.tenant = tenant;
    this.limit = limit;
    this.factorMilli = factorMilli;
    this.strict = strict;
    allow(nowNanos);
    this.levelMilli = depthMilli;
    this.lowestMilli = depthMilli;
    this.atNanos = nowNanos;
  }

  public Limit limit() {
    return limit;
  }

  /** A contract on the limit alone. */
  public Contract(String tenant, Limit limit, long nowNanos, boolean strict) {
    this(tenant, limit, Limit.MILLI, nowNanos, strict);
  }

  /** The limit is {@code next} from now on; the old one may count until then. */
  public void change(long nowNanos, Limit next, long nextFactorMilli, long oldUntilNanos) {
    accrue(nowNanos);
    past.add(new Past(limit, factorMilli, oldUntilNanos));
    limit = next;
    factorMilli = nextFactorMilli;
    allow(nowNanos);
  }

  /** The same without a factor. */
  public void change(long nowNanos, Limit next, long oldUntilNanos) {
    change(nowNanos, next, Limit.MILLI, oldUntilNanos);
  }

  /** What was before counts until then at the latest. */
  public void settle(long untilNanos) {
    past.replaceAll(
        each ->
            new Past(each.limit(), each.factorMilli(), Math.min(each.untilNanos(), untilNanos)));
  }

  /** What was before and still counts goes on counting until then at least: somebody keeps it. */
  public void prolong(long nowNanos, long untilNanos) {
    past.replaceAll(
        each ->
            each.untilNanos() > nowNanos
                ? new Past(
                    each.limit(), each.factorMilli(), Math.max(each.untilNanos(), untilNanos))
                : each);
  }

  /**
   * So much is written off from now on: regions that are lost may be using it, and others too.
   *
   * @param oldUntilNanos until when what was written off before counts
   */
  public void writeOff(long nowNanos, Share share, long oldUntilNanos) {
    if (!share.equals(writtenOff)) {
      accrue(nowNanos);
      formers.add(new Former(writtenOff, oldUntilNanos));
      writtenOff = share;
      allow(nowNanos);
    }
  }

  /** What may be in use now. */
  public long allowedRateMilli(long nowNanos) {
    allow(nowNanos);
    return rateMilli;
  }

  /** The same without what {@code safe(k)} adds. */
  public long plainRateMilli(long nowNanos) {
    allow(nowNanos);
    long plain = limit.rateMilli();
    for (Past each : past) {
      plain = Math.max(plain, each.limit().rateMilli());
    }
    return plain + beyond().rateMilli();
  }

  public long allowedDepthMilli(long nowNanos) {
    allow(nowNanos);
    return depthMilli;
  }

  public void admit(long nowNanos, long units) {
    accrue(nowNanos);
    levelMilli -= units * Limit.MILLI;
    admittedMilli += units * Limit.MILLI;
    lowestMilli = Math.min(lowestMilli, levelMilli);
    if (strict && levelMilli < 0) {
      throw new Violation(
          "AdmittedWithinContract",
          nowNanos,
          "%s is %.3f units over %d/s · W + %d"
              .formatted(
                  tenant, -levelMilli / 1e3, rateMilli / Limit.MILLI, depthMilli / Limit.MILLI));
    }
  }

  /** Units by which the worst window was over; 0 if none was. */
  public double excessUnits() {
    return Math.max(0, -lowestMilli) / (double) Limit.MILLI;
  }

  /** The fullest that the burst ever was used, 1 if all of it at once. */
  public double tightness() {
    return (double) (depthMilli - lowestMilli) / depthMilli;
  }

  public long admittedUnits() {
    return admittedMilli / Limit.MILLI;
  }

  private void accrue(long nowNanos) {
    allow(nowNanos);
    long elapsed = nowNanos - atNanos;
    atNanos = nowNanos;
    if (elapsed / NANOS * rateMilli >= depthMilli - levelMilli) {
      if (elapsed >= NANOS) {
        levelMilli = depthMilli;
        fraction = 0;
        return;
      }
    }
    long whole = elapsed / NANOS * rateMilli;
    long product = elapsed % NANOS * rateMilli + fraction;
    levelMilli += whole + product / NANOS;
    fraction = product % NANOS;
    if (levelMilli >= depthMilli) {
      levelMilli = depthMilli;
      fraction = 0;
    }
  }

  private void allow(long nowNanos) {
    past.removeIf(each -> each.untilNanos() <= nowNanos);
    formers.removeIf(each -> each.untilNanos() <= nowNanos);
    rateMilli = limit.rateMilli() * factorMilli / Limit.MILLI;
    depthMilli = limit.depthMilli() * factorMilli / Limit.MILLI;
    for (Past each : past) {
      rateMilli = Math.max(rateMilli, each.rateMilli());
      depthMilli = Math.max(depthMilli, each.depthMilli());
    }
    Share beyond = beyond();
    rateMilli += beyond.rateMilli();
    depthMilli += beyond.depthMilli();
  }

  private Share beyond() {
    Share most = writtenOff;
    for (Former each : formers) {
      most =
          new Share(
              Math.max(most.rateMilli(), each.share().rateMilli()),
              Math.max(most.depthMilli(), each.share().depthMilli()));
    }
    return most;
  }
}
