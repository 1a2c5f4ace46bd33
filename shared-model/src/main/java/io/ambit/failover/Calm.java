package io.ambit.failover;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.FailoverPolicy.Hold;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps one region's automatic failovers from flapping: down fast, up slow. Trouble sends its
 * traffic away at once. It comes back only after the region was well for a whole hold without a
 * break, in steps, and trouble on the way sends it away again. Each hold is twice the one before,
 * until a quiet time makes it the least again; a fixed hold would follow any oscillation slower
 * than itself. On top of that so many failovers in an hour are all there are: the last of them
 * stays until {@link #release}, and somebody should be called.
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe.
 */
public final class Calm {
  private static final long HOUR_MILLIS = 3_600_000;

  private final Hold terms;
  private final long stepMillis;
  private final Deque<Long> failovers = new ArrayDeque<>();
  private int away;
  private boolean returning;
  private boolean latched;
  private long holdMillis;
  private boolean well;
  private long wellSinceMillis;
  private long troubleMillis = Long.MIN_VALUE / 2;
  private long steppedMillis;

  /** What a region's traffic is doing. */
  public enum State {
    HOME,
    AWAY,
    RETURNING,
    /** Away, and not coming back by itself. */
    LATCHED
  }

  public Calm(Hold terms, long failbackStepMillis) {
    this.terms = terms;
    this.stepMillis = failbackStepMillis;
    this.holdMillis = terms.leastMillis();
  }

  /**
   * The region is well, is in trouble, or nobody knows.
   *
   * @param verdict {@code SUSPECT} changes nothing but that the region is not well
   * @return how much of its traffic is to be away, of ten thousand
   */
  public int step(long nowMillis, RegionHealth.Verdict verdict) {
    failovers.removeIf(at -> nowMillis - at >= HOUR_MILLIS);
    switch (verdict) {
      case WELL -> well(nowMillis);
      case SUSPECT -> well = false;
      case CONFIRMED -> trouble(nowMillis);
    }
    return away;
  }

  /** An operator says that whatever it was is over: a latched region may come back. */
  public void release() {
    latched = false;
    failovers.clear();
    holdMillis = terms.leastMillis();
  }

  public State state() {
    if (away == 0) {
      return State.HOME;
    }
    if (latched) {
      return State.LATCHED;
    }
    return returning ? State.RETURNING : State.AWAY;
  }

  /** How much of its traffic is to be away, of ten thousand. */
  public int away() {
    return away;
  }

  /** How long the region has to be well before its traffic comes back. */
  public long holdMillis() {
    return holdMillis;
  }

  /** Automatic failovers that are left in this hour. */
  public int left() {
    return terms.mostPerHour() - failovers.size();
  }

  private void trouble(long nowMillis) {
    well = false;
    if (away == 0 && nowMillis - troubleMillis >= terms.quietMillis()) {
      holdMillis = terms.leastMillis();
    }
    troubleMillis = nowMillis;
    if (away == 0 || returning) {
      fail(nowMillis);
    }
  }

  private void fail(long nowMillis) {
    if (!failovers.isEmpty()) {
      holdMillis = Math.min(terms.mostMillis(), 2 * holdMillis);
    }
    failovers.addLast(nowMillis);
    latched = failovers.size() >= terms.mostPerHour();
    away = FailoverPolicy.WHOLE;
    returning = false;
  }

  private void well(long nowMillis) {
    if (!well) {
      well = true;
      wellSinceMillis = nowMillis;
    }
    if (away == 0 || latched) {
      return;
    }
    if (!returning) {
      returning = nowMillis - wellSinceMillis >= holdMillis;
      steppedMillis = nowMillis - stepMillis;
    }
    if (returning && nowMillis - steppedMillis >= stepMillis) {
      steppedMillis = nowMillis;
      away = Ramp.back(away);
      returning = away > 0;
    }
  }
}
