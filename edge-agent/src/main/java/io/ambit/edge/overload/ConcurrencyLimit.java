package io.ambit.edge.overload;

/**
 * How many requests may be under way at a resource, learned from how long they take. By Little's
 * law a resource that is just busy has {@code rate × base} under way, where {@code base} is how
 * long a request takes that does not queue; BBR steers a connection by the same product (Cardwell
 * et al. 2016). The aim is a little more, so that nothing idles and some queue shows:
 *
 * <pre>aim = 1.3 · rate · base + max(4, √(rate · base))</pre>
 *
 * The limit moves towards where what is under way meets the aim. Until requests first take half as
 * long again as they should, or pile up, nothing is steered, and the limit only keeps a flood that
 * comes between two intervals from growing without bound: four times what there lately was. So it
 * is again once less than half of the limit was in use for a while: the limit moves only while it
 * is met, and what it was at the end of one flood, with a queue of requests that their callers had
 * long given up, is not what the next one should meet.
 *
 * <p>Under lasting overload nobody sees {@code base} any more. So every 20 s, and once latency is
 * half as long again as the aim explains, all but a quarter of the limit is withheld for some round
 * trips, until the queue is gone, and what requests take then is the new base, be it more or less
 * (BBR's ProbeRTT). That is what keeps the limit from creeping up with the queue it causes, and
 * lets it follow a resource that has become slower.
 *
 * <p>Not thread-safe; one thread tells it of each interval.
 */
final class ConcurrencyLimit {
  private static final double HEADROOM = 1.3;
  private static final double LEAST_QUEUE = 4;
  private static final double LEAST_LIMIT = 1;

  /** Latency is a mean over about so many requests, base over more: its least must not be luck. */
  private static final double LATENCY_SAMPLES = 50;

  private static final double BASE_SAMPLES = 200;
  private static final double FIRST_SAMPLES = 100;

  /** The first to come back are the fastest, and no measure. */
  private static final double EARLY_SECONDS = 0.1;

  private static final double RATE_SECONDS = 0.5;

  /** Part of the way to the aim that one round trip, or one interval, takes. */
  private static final double STEP = 0.3;

  private static final double BUSY = 0.8;
  private static final double IDLE = 0.5;

  /** After so long without need of a limit there is none. */
  private static final double IDLE_SECONDS = 5;

  /** Without pressure, base follows latency this slowly. */
  private static final double FOLLOW_SECONDS = 10;

  private static final double SLOW = 1.5;

  /** Without a count latency alone tells of a queue, and one moment of it may be chance. */
  private static final double LEAST_UNCOUNTED_SECONDS = 0.3;

  private static final double SLOW_UNCOUNTED = 2.5;

  private static final double PILED_UP = 2.5;
  private static final double PILED_UP_ROOM = 8;
  private static final double FLOOD = 4;
  private static final double FLOOD_ROOM = 50;
  private static final double PEAK_SECONDS = 10;

  private static final double DRAINED = 0.25;
  private static final double DRAIN_EVERY_SECONDS = 20;
  private static final double DRAIN_AGAIN_SECONDS = 2;
  private static final double DRAIN_SLOW = 1.5;
  private static final double MOVED = 0.25;
  private static final double LEAST_SETTLE_SECONDS = 0.2;
  private static final double LONGEST_SETTLE_SECONDS = 10;
  private static final double DRAIN_SAMPLES = 100;

  /** So many times what was known is a queue rather than a slower resource, or so it seems. */
  private static final double PATENT = 3;

  private static final int MOST_DRAINS_ON = 4;

  private double limit = Double.POSITIVE_INFINITY;
  private double baseSeconds;
  private double steadySeconds;
  private double latencySeconds;
  private double ratePerSecond;
  private double timedPerSecond;
  private double samples;
  private double heardSeconds;
  private double peak;
  private double slowForSeconds;
  private double idleSeconds;
  private double sinceBaseSeconds;
  private double sinceDrainSeconds;
  private double drainAgainSeconds = DRAIN_AGAIN_SECONDS;
  private boolean draining;
  private double drainingSeconds;
  private double settleSeconds;
  private double drainedSeconds;
  private double drainedSamples;
  private int drainedOn;

  /**
   * What one interval showed.
   *
   * @param seconds how long it was, above 0
   * @param succeeded requests that ended well in it
   * @param timed requests whose latency tells of the resource
   * @param latencySeconds how long those took, all together
   * @param mostUnderWay the most there were at once
   * @param counted whether those were counted, not inferred
   * @param proven whether that count is beyond doubt: else many may be no queue
   * @param lagSeconds how long after its end a request is told of
   */
  record Interval(
      double seconds,
      double succeeded,
      double timed,
      double latencySeconds,
      double mostUnderWay,
      boolean counted,
      boolean proven,
      double lagSeconds) {}

  /** Learns from the next interval. */
  void learn(Interval interval) {
    peak = Math.max(interval.mostUnderWay(), peak * (1 - interval.seconds() / PEAK_SECONDS));
    measure(interval);
    if (!isLearned()) {
      return;
    }
    sinceBaseSeconds += interval.seconds();
    sinceDrainSeconds += interval.seconds();
    if (draining) {
      drain(interval);
      return;
    }
    lowerBase();
    if (isSteered()) {
      steer(interval);
    } else {
      watch(interval);
    }
  }

  /** The part of the limit that may be used: not all of it while the queue is let go. */
  double part() {
    return draining ? DRAINED : 1;
  }

  /** What is under way meets this; infinite as long as hardly anything is known. */
  double limit() {
    if (isSteered()) {
      return limit;
    }
    return isLearned() ? FLOOD * Math.max(peak, justBusy()) + FLOOD_ROOM : limit;
  }

  /** Whether there was need of a limit. */
  boolean isSteered() {
    return limit < Double.POSITIVE_INFINITY;
  }

  private boolean isLearned() {
    return samples >= FIRST_SAMPLES;
  }

  /** How long a request takes that does not queue; 0 as long as that is not known. */
  double baseSeconds() {
    return baseSeconds;
  }

  /** Requests that end well, per second. */
  double ratePerSecond() {
    return ratePerSecond;
  }

  double latencySeconds() {
    return latencySeconds;
  }

  private void measure(Interval interval) {
    if (draining) {
      // What it does while it is held back is not what it can do.
      return;
    }
    double weight = samples == 0 ? 1 : Math.min(1, interval.seconds() / RATE_SECONDS);
    ratePerSecond += (interval.succeeded() / interval.seconds() - ratePerSecond) * weight;
    timedPerSecond += (interval.timed() / interval.seconds() - timedPerSecond) * weight;
    if (interval.timed() > 0) {
      heardSeconds += interval.seconds();
    }
    if (interval.timed() > 0 && heardSeconds > EARLY_SECONDS) {
      double latency = interval.latencySeconds() / interval.timed();
      latencySeconds = mean(latencySeconds, latency, interval.timed(), LATENCY_SAMPLES);
      steadySeconds = mean(steadySeconds, latency, interval.timed(), BASE_SAMPLES);
      samples += interval.timed();
    }
  }

  private double mean(double known, double latency, double count, double memory) {
    return samples == 0 ? latency : known + (latency - known) * (count / (count + memory));
  }

  private void lowerBase() {
    if (baseSeconds == 0 || steadySeconds < baseSeconds) {
      baseSeconds = steadySeconds;
    }
    if (latencySeconds < 1.05 * baseSeconds) {
      sinceBaseSeconds = 0;
    }
  }

  private double justBusy() {
    return ratePerSecond * baseSeconds;
  }

  private double aim() {
    double busy = justBusy();
    return HEADROOM * busy + Math.max(LEAST_QUEUE, Math.sqrt(busy));
  }

  /** Sets a limit once requests are slow or pile up, for longer than a burst takes to show. */
  private void watch(Interval interval) {
    boolean slow =
        latencySeconds > (interval.counted() ? SLOW : SLOW_UNCOUNTED) * baseSeconds
                && interval.mostUnderWay() > LEAST_QUEUE
            || interval.proven() && interval.mostUnderWay() > PILED_UP * justBusy() + PILED_UP_ROOM;
    if (!slow) {
      slowForSeconds = 0;
      follow(interval);
      return;
    }
    slowForSeconds += interval.seconds();
    double burstSeconds = interval.counted() ? 0 : LEAST_UNCOUNTED_SECONDS;
    if (slowForSeconds > Math.max(burstSeconds, SLOW * baseSeconds)) {
      // The mean still lags behind a rate that has just risen.
      ratePerSecond = Math.max(ratePerSecond, interval.succeeded() / interval.seconds());
      limit = aim();
      sinceDrainSeconds = 0;
    }
  }

  private void steer(Interval interval) {
    if (interval.mostUnderWay() < IDLE * limit) {
      follow(interval);
      idle(interval);
    } else {
      idleSeconds = 0;
    }
    if (interval.mostUnderWay() < BUSY * limit) {
      return;
    }
    if (interval.timed() == 0) {
      // Nothing ends: there is nothing to learn from, least of all that more could be under way.
      return;
    }
    double underWay = timedPerSecond * latencySeconds;
    double turns = Math.min(1, interval.seconds() / (latencySeconds + interval.lagSeconds()));
    double step = (aim() - underWay) * STEP * turns;
    double most = Math.max(limit, interval.mostUnderWay() / BUSY);
    limit = Math.clamp(limit + step, LEAST_LIMIT, most);
    double atAim = aim() / Math.max(ratePerSecond, timedPerSecond);
    boolean unsure = sinceBaseSeconds > DRAIN_EVERY_SECONDS || latencySeconds > DRAIN_SLOW * atAim;
    if (unsure && sinceDrainSeconds > drainAgainSeconds) {
      beginDrain(interval);
    }
  }

  private void idle(Interval interval) {
    idleSeconds += interval.seconds();
    if (idleSeconds > IDLE_SECONDS) {
      limit = Double.POSITIVE_INFINITY;
      idleSeconds = 0;
      slowForSeconds = 0;
    }
  }

  /** It takes as long as what is under way takes to get done. */
  private void beginDrain(Interval interval) {
    draining = true;
    drainingSeconds = 0;
    double queueSeconds = ratePerSecond > 0 ? interval.mostUnderWay() / ratePerSecond : 0;
    double settle = Math.max(LEAST_SETTLE_SECONDS, 2 * (latencySeconds + queueSeconds));
    settleSeconds = interval.lagSeconds() + Math.min(LONGEST_SETTLE_SECONDS, settle);
    drainedSeconds = 0;
    drainedSamples = 0;
  }

  /** First the queue goes, then requests are timed that never saw it. */
  private void drain(Interval interval) {
    drainingSeconds += interval.seconds();
    if (drainingSeconds <= settleSeconds) {
      return;
    }
    drainedSeconds += interval.latencySeconds();
    drainedSamples += interval.timed();
    double timing = drainingSeconds - settleSeconds;
    boolean enough = drainedSamples >= DRAIN_SAMPLES && timing > latencySeconds;
    if (enough || timing > Math.max(0.3, 2 * latencySeconds)) {
      if (interval.counted() || !queuesStill()) {
        endDrain();
      } else {
        drainOn();
      }
    }
  }

  /** Without a count it can only be guessed how long a queue takes to go. */
  private boolean queuesStill() {
    boolean slow = drainedSamples > 0 && drainedSeconds / drainedSamples > PATENT * baseSeconds;
    return slow && drainedOn < MOST_DRAINS_ON;
  }

  private void drainOn() {
    drainedOn++;
    drainingSeconds = settleSeconds / 2;
    drainedSeconds = 0;
    drainedSamples = 0;
  }

  private void endDrain() {
    draining = false;
    drainedOn = 0;
    sinceDrainSeconds = 0;
    if (drainedSamples == 0) {
      return;
    }
    double measured = drainedSeconds / drainedSamples;
    boolean moved = Math.abs(measured - baseSeconds) > MOVED * baseSeconds;
    drainAgainSeconds =
        Math.clamp(drainAgainSeconds * (moved ? 0.5 : 2), DRAIN_AGAIN_SECONDS, DRAIN_EVERY_SECONDS);
    baseSeconds = measured;
    steadySeconds = measured;
    latencySeconds = measured;
    if (!moved) {
      sinceBaseSeconds = 0;
    }
  }

  private void follow(Interval interval) {
    double weight = Math.min(1, interval.seconds() / FOLLOW_SECONDS);
    baseSeconds += (latencySeconds - baseSeconds) * weight;
  }
}
