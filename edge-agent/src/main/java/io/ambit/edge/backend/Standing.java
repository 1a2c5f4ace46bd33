package io.ambit.edge.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether callers' outcomes let one backend take part. It is ejected at {@value #IN_A_ROW} failures
 * in a row, or once half of its requests fail over a second, or far more than its neighbours'. Then
 * it is out, {@value #FIRST_OUT_SECONDS} s the first time and twice as long each time after, up to
 * {@value #LONGEST_OUT_SECONDS} s. Back, it has to prove itself: one request at a time until
 * {@value #TO_PROVE} went well; the first failure ejects it again. A minute without failures
 * forgives.
 *
 * <p>Any thread tells of outcomes; one judges.
 */
final class Standing {
  static final int IN_A_ROW = 5;
  static final int TO_PROVE = 3;
  static final int FIRST_OUT_SECONDS = 2;
  static final int LONGEST_OUT_SECONDS = 30;

  private static final long SECOND = 1_000_000_000L;
  private static final long FORGIVEN_NANOS = 60 * SECOND;
  private static final double WINDOW_SECONDS = 1;
  private static final double LEAST_SAMPLES = 10;
  private static final double BAD_SHARE = 0.5;
  private static final double UNUSUAL_SHARE = 0.2;
  private static final double TIMES_USUAL = 4;

  /** How far it may take part. */
  enum Part {
    IN,
    OUT,
    PROVING
  }

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicInteger inARow = new AtomicInteger();
  private final AtomicInteger proved = new AtomicInteger();
  private volatile Part part = Part.IN;
  private volatile long untilNanos;
  private volatile int times;
  private long seenSucceeded;
  private long seenFailed;
  private double successes;
  private double failures;

  Part part() {
    return part;
  }

  /** Until when it is out, if it is. */
  long untilNanos() {
    return untilNanos;
  }

  /** How often it was ejected lately. */
  int times() {
    return times;
  }

  /** A request ended; returns whether that changed its part. */
  boolean end(long nowNanos, boolean success) {
    (success ? succeeded : failed).increment();
    if (success) {
      inARow.set(0);
      return part == Part.PROVING && proved.incrementAndGet() >= TO_PROVE && readmit();
    }
    boolean tooMany = inARow.incrementAndGet() >= IN_A_ROW && part == Part.IN;
    return (tooMany || part == Part.PROVING) && eject(nowNanos);
  }

  /** Counts what came since the last call. The loop's, as are all below. */
  void count(double seconds) {
    double keep = 1 - Math.min(1, seconds / WINDOW_SECONDS);
    long nowSucceeded = succeeded.sum();
    long nowFailed = failed.sum();
    successes = successes * keep + nowSucceeded - seenSucceeded;
    failures = failures * keep + nowFailed - seenFailed;
    seenSucceeded = nowSucceeded;
    seenFailed = nowFailed;
  }

  /** The part of its requests that failed in the last second or so, 0 if there were few. */
  double failureShare() {
    double all = successes + failures;
    return all < LEAST_SAMPLES ? 0 : failures / all;
  }

  /** Whether it did anything well lately. */
  boolean succeedsLately() {
    return successes >= 1;
  }

  /**
   * Judges.
   *
   * @param usual the part that fails of most of its neighbours' requests
   * @return whether that changed its part
   */
  boolean judge(long nowNanos, double usual) {
    if (part == Part.OUT) {
      return nowNanos - untilNanos >= 0 && prove();
    }
    if (times > 0 && part == Part.IN && nowNanos - untilNanos > FORGIVEN_NANOS) {
      times = 0;
    }
    double share = failureShare();
    boolean unusual = share > UNUSUAL_SHARE && share > TIMES_USUAL * usual;
    return part == Part.IN && (share > BAD_SHARE && share > usual || unusual) && eject(nowNanos);
  }

  private synchronized boolean eject(long nowNanos) {
    if (part == Part.OUT) {
      return false;
    }
    long seconds = Math.min(LONGEST_OUT_SECONDS, (long) FIRST_OUT_SECONDS << Math.min(times, 8));
    times++;
    untilNanos = nowNanos + seconds * SECOND;
    part = Part.OUT;
    return true;
  }

  private synchronized boolean prove() {
    proved.set(0);
    inARow.set(0);
    part = Part.PROVING;
    return true;
  }

  private synchronized boolean readmit() {
    if (part != Part.PROVING) {
      return false;
    }
    part = Part.IN;
    return true;
  }
}
