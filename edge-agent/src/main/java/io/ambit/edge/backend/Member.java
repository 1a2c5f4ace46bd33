package io.ambit.edge.backend;

import io.ambit.backend.Backend;
import io.ambit.edge.overload.UnderWay;

/**
 * One backend as this edge sees it: what it says of itself, and what callers and probes say of it.
 * Any thread tells; one, the loop's, looks after it.
 */
public final class Member {
  private static final double LEAST_LIFETIME_NANOS = 1e9;
  private static final double LIFETIME_LATENCIES = 4;

  /** Every so many requests under way count as one more when a request leaves its zone. */
  private static final double FAR = 2;

  private static final double FAR_START = 10;

  private final Latency latency = new Latency();
  private final Standing standing = new Standing();
  private final UnderWay underWay;
  private volatile Backend backend;
  private volatile Probed probed = Probed.UNKNOWN;

  /** What the last probes showed. */
  public enum Probed {
    UNKNOWN,
    UP,
    DOWN
  }

  /** Whether requests are sent to it, and if not, why. */
  public enum State {
    HEALTHY,
    /** Back from an ejection, one request at a time. */
    PROVING,
    /** Callers' requests fail. */
    EJECTED,
    /** Probes fail, and no caller says otherwise. */
    DOWN
  }

  Member(Backend backend, long nowNanos) {
    this.backend = backend;
    this.underWay = new UnderWay(nowNanos);
  }

  public Backend backend() {
    return backend;
  }

  public Probed probed() {
    return probed;
  }

  /** Requests sent to it that nobody told the end of. */
  public long underWay() {
    return underWay.count();
  }

  /** How long its requests take lately, in nanoseconds; 0 if nobody told. */
  public double latencyNanos() {
    return latency.mean();
  }

  /** The part of its requests that failed in the last second or so. */
  public double failureShare() {
    return standing.failureShare();
  }

  /** Until when it is ejected, on the edge's monotonic clock. */
  public long ejectedUntilNanos() {
    return standing.untilNanos();
  }

  /** How often it was ejected lately. */
  public int ejections() {
    return standing.times();
  }

  /** Whether requests are sent to it as far as it alone is concerned. */
  public State state() {
    if (probed == Probed.DOWN && !standing.succeedsLately()) {
      return State.DOWN;
    }
    return switch (standing.part()) {
      case IN -> State.HEALTHY;
      case OUT -> State.EJECTED;
      case PROVING -> State.PROVING;
    };
  }

  /** A request is sent to it. */
  public void begin(long nowNanos) {
    underWay.begin(nowNanos);
  }

  /** A request that was to be sent at {@code beganNanos} was not. */
  public void withdraw(long beganNanos, long nowNanos) {
    underWay.end(nowNanos, nowNanos - beganNanos);
  }

  /** It describes itself anew. */
  void describe(Backend newest) {
    backend = newest;
  }

  /** A request came back; returns whether that changed whether more are sent. */
  boolean end(long nowNanos, long tookNanos, boolean success) {
    underWay.end(nowNanos, tookNanos);
    latency.add(tookNanos, success);
    return standing.end(nowNanos, success);
  }

  /** What probes show; returns whether that is new. */
  boolean probed(Probed showed) {
    boolean news = probed != showed;
    probed = showed;
    return news;
  }

  /** Whether it can take a request now: one that has to prove itself takes one at a time. */
  boolean isOpen() {
    return standing.part() != Standing.Part.PROVING || underWay.count() == 0;
  }

  /** How long a request would take here, by what is known: the less, the better. */
  double cost(double unknownNanos) {
    return known(unknownNanos) * (underWay.count() + 1);
  }

  /** The same for a request that would leave its zone. */
  double farCost(double unknownNanos) {
    return known(unknownNanos) * (FAR * underWay.count() + FAR_START);
  }

  private double known(double unknownNanos) {
    double mean = latency.mean();
    return mean == 0 ? unknownNanos : mean;
  }

  Standing standing() {
    return standing;
  }

  /** Looks after it once an interval. */
  void rest(long nowNanos, double seconds, double poolsMeanNanos) {
    latency.rest(seconds, poolsMeanNanos);
    standing.count(seconds);
    double lifetime = Math.max(LEAST_LIFETIME_NANOS, LIFETIME_LATENCIES * latency.mean());
    var unused = underWay.forget(nowNanos, (long) lifetime);
  }
}
