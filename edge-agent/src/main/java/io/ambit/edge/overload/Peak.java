package io.ambit.edge.overload;

/**
 * The most that were under way at once since it was last asked. It is highest just before something
 * ends, so it is looked at then; but not at every end, since that would have each thread wait for
 * what others write. What is seen is off by no more than what began in the last {@value
 * #EVERY_NANOS} ns before it, on the clock of those who tell: of requests that take a millisecond,
 * a fiftieth.
 *
 * <p>Any thread tells, one asks.
 */
final class Peak {
  static final long EVERY_NANOS = 20_000;

  private final UnderWay underWay;
  private final long originNanos;
  private volatile long most;

  Peak(UnderWay underWay, long nowNanos) {
    this.underWay = underWay;
    this.originNanos = nowNanos;
  }

  /** Something is about to end. */
  void beforeEnd(Tally mine, long nowNanos) {
    long since = nowNanos - originNanos;
    if (since >= mine.read(Tally.LOOK_NANOS)) {
      mine.set(Tally.LOOK_NANOS, since + EVERY_NANOS);
      look();
    }
  }

  /** The most since the last call, that moment included. */
  long take() {
    look();
    long peak = most;
    most = underWay.count();
    return peak;
  }

  private void look() {
    long count = underWay.count();
    if (count > most) {
      // Racing threads may lose the larger one, as may a call just after the peak is taken.
      most = count;
    }
  }
}
