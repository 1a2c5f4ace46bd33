package io.ambit.edge.overload;

/**
 * Whether what callers tell is good enough to count requests under way, and what to infer if not.
 * Who tells of one request in ten, or of each a second late, leaves many open that are not: then
 * Little's law is closer, {@code begun per second × latency}. One thread.
 *
 * <p>A resource that hangs looks much the same, but only at first: nothing comes back, so for some
 * seconds more is open than usual; where outcomes are missing, it always was.
 */
final class Counting {
  private static final double NANOS = 1e9;
  private static final double MOST_UNTOLD = 0.05;
  private static final double UNTOLD_SECONDS = 5;

  /** It takes so long to see whether outcomes come, and in time. */
  private static final double TRIAL_SECONDS = 3;

  private static final double RATE_SECONDS = 0.5;

  /** Four times the longest a request lately took, at least a second: then none is to come. */
  private static final double LIFETIME_LATENCIES = 4;

  private static final double LEAST_LIFETIME_SECONDS = 1;
  private static final double LONGEST_MEMORY_SECONDS = 10;

  /** Counted and inferred differ by so much only if outcomes are told late. */
  private static final double LATE = 3;

  private static final double LATE_ROOM = 20;
  private static final double LATE_SECONDS = 1;

  /** Who told late is taken to do so for a while: while requests queue it does not show. */
  private static final double LATE_FOR_SECONDS = 20;

  private double begunPerSecond;
  private double toldPerSecond;
  private double latencySeconds;
  private double longestSeconds;
  private double forgotten;
  private double left;
  private double toldSoFar;
  private double counted;
  private double lateSeconds;
  private double toldForSeconds;

  void learn(
      long nowNanos, double seconds, long begun, long told, double latency, UnderWay underWay) {
    double weight = Math.min(1, seconds / RATE_SECONDS);
    begunPerSecond += (begun / seconds - begunPerSecond) * weight;
    toldPerSecond += (told / seconds - toldPerSecond) * weight;
    if (told > 0) {
      toldForSeconds += seconds;
      double mean = latency / told;
      latencySeconds += (mean - latencySeconds) * (latencySeconds == 0 ? 1 : weight);
      longestSeconds = Math.max(longestSeconds, mean);
    }
    longestSeconds *= 1 - Math.min(1, seconds / LONGEST_MEMORY_SECONDS);
    forget(nowNanos, seconds, begun, told, underWay);
    counted = underWay.count();
    boolean late = counted > LATE * inferred() + LATE_ROOM && toldPerSecond > 0.8 * begunPerSecond;
    if (late) {
      boolean sure = lateSeconds + seconds >= LATE_SECONDS;
      lateSeconds = sure ? LATE_FOR_SECONDS : lateSeconds + seconds;
    } else {
      lateSeconds = Math.max(0, lateSeconds - seconds);
    }
  }

  /** Whether that counting can be trusted has been seen for a while. */
  boolean isProven() {
    return toldForSeconds > TRIAL_SECONDS && isTrusted();
  }

  /** Whether counting is right to within a twentieth. */
  boolean isTrusted() {
    return left <= MOST_UNTOLD * forgotten && lateSeconds < LATE_SECONDS;
  }

  double begunPerSecond() {
    return begunPerSecond;
  }

  /** What is under way by Little's law. */
  double inferred() {
    return begunPerSecond * latencySeconds;
  }

  /** The same of those only that come back: a step in demand is no queue. */
  double inferredOfTold() {
    return Math.min(begunPerSecond, toldPerSecond * perTold()) * latencySeconds;
  }

  /** How many requests there were for each one that was told of. */
  double perTold() {
    return isTrusted() || toldSoFar == 0 ? 1 : Math.max(1, forgotten / toldSoFar);
  }

  /** How long after its end a request is told of. */
  double lagSeconds() {
    boolean late = lateSeconds >= LATE_SECONDS && begunPerSecond > 0;
    return late ? Math.max(0, counted - inferred()) / begunPerSecond : 0;
  }

  private void forget(long nowNanos, double seconds, long begun, long told, UnderWay underWay) {
    double lifetime = Math.max(LEAST_LIFETIME_SECONDS, LIFETIME_LATENCIES * longestSeconds);
    double keep = 1 - Math.min(1, seconds / UNTOLD_SECONDS);
    left = left * keep + underWay.forget(nowNanos, (long) (lifetime * NANOS));
    forgotten = forgotten * keep + begun;
    toldSoFar = toldSoFar * keep + told;
  }
}
