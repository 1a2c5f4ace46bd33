package io.ambit.region.core;

/** Says when the next of something regular is due; a late one is not made up for. */
final class Every {
  private final long periodNanos;
  private long lastNanos;
  private boolean began;

  Every(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  /** Whether a period has passed; asking when it has begins the next. */
  boolean isDue(long nowNanos) {
    return isDue(nowNanos, periodNanos);
  }

  /** The same for a shorter period, once. */
  boolean isDue(long nowNanos, long periodNanos) {
    if (began && nowNanos - lastNanos < periodNanos) {
      return false;
    }
    begin(nowNanos);
    return true;
  }

  /** The next period begins now, whether or not this one has passed. */
  void begin(long nowNanos) {
    began = true;
    lastNanos = nowNanos;
  }
}
