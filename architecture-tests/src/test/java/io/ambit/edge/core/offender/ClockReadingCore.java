package io.ambit.edge.core.offender;

/** An offender: reads a clock. */
public final class ClockReadingCore {
  private ClockReadingCore() {}

  public static long now() {
    return System.nanoTime();
  }
}
