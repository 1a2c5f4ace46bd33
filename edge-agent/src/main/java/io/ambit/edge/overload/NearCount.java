package io.ambit.edge.overload;

/**
 * How many are under way as one thread knows it: what it told itself at once, what others told as
 * of {@value #EVERY_NANOS} ns ago at most. To sum all tallies for every request would have each
 * thread wait for what others write.
 *
 * <p>And the most that were under way at once since that was last asked. It is highest just before
 * something ends, so that is a time to look. It is seen to within what began in the last {@value
 * #EVERY_NANOS} ns before it: of requests that take a millisecond, a fiftieth.
 *
 * <p>Time is that of those who ask and tell. Any thread looks, one takes the peak.
 */
final class NearCount {
  static final long EVERY_NANOS = 20_000;

  private final UnderWay underWay;
  private final long originNanos;
  private volatile long most;

  NearCount(UnderWay underWay, long nowNanos) {
    this.underWay = underWay;
    // At the beginning it is time to look.
    this.originNanos = nowNanos - EVERY_NANOS;
  }

  /** How many there are; never below 0. */
  long count(Tally mine, long nowNanos) {
    look(mine, nowNanos);
    return Math.max(0, mine.open() + mine.read(Tally.OTHERS_OPEN));
  }

  /** Looks at the others if it is time to; also before something ends. */
  void look(Tally mine, long nowNanos) {
    long since = nowNanos - originNanos;
    if (Math.abs(since - mine.read(Tally.LOOKED_NANOS)) >= EVERY_NANOS) {
      mine.set(Tally.LOOKED_NANOS, since);
      sum(mine);
    }
  }

  /** The most since the last call, that moment included. */
  long takePeak() {
    long peak = Math.max(most, underWay.count());
    most = underWay.count();
    return peak;
  }

  private void sum(Tally mine) {
    long balance = underWay.balance();
    mine.set(Tally.OTHERS_OPEN, balance - mine.open());
    if (balance > most) {
      // Racing threads may lose the larger one, as may one that is just after the peak is taken.
      most = balance;
    }
  }
}
