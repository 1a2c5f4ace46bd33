package io.ambit.simulator.engine;

/**
 * A monotonic clock that starts anywhere and whose rate is wrong by up to 0.1 %.
 *
 * @param partsPerMillion how much it runs fast; negative if slow
 */
public record DriftingClock(long offsetNanos, long partsPerMillion) {
  /** The worst rate the contract allows for. */
  public static final int WORST = 1_000;

  public static final DriftingClock TRUE = new DriftingClock(0, 0);

  private static final long MILLION = 1_000_000;

  /** Half of all clocks are as wrong as they may be: extremes find what the middle hides. */
  public static DriftingClock draw(long bits) {
    int rate = (int) Long.remainderUnsigned(bits, 2 * WORST + 1) - WORST;
    boolean extreme = (bits >>> 40 & 1) == 0;
    long offset = (Dice.mix(bits) >> 22) * 1_000;
    return new DriftingClock(offset, extreme ? (long) Integer.signum(rate) * WORST : rate);
  }

  public long at(long trueNanos) {
    return offsetNanos
        + trueNanos
        + trueNanos / MILLION * partsPerMillion
        + trueNanos % MILLION * partsPerMillion / MILLION;
  }

  /** How much true time passes while this clock shows that {@code nanos} did; up to an hour. */
  public long trueSpan(long nanos) {
    return Math.ceilDiv(nanos * MILLION, MILLION + partsPerMillion);
  }
}
