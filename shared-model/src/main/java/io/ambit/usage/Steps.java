package io.ambit.usage;

import java.util.List;

/**
 * What counts as a step of demand, rather than as its wavering.
 *
 * @param tests looked at in order, shortest span first
 */
public record Steps(List<Test> tests) {
  /**
   * One test.
   *
   * @param spanNanos over how long
   * @param percent by how much demand must have changed
   */
  public record Test(long spanNanos, int percent) {}

  private static final long REPORT_NANOS = 90_000_000;
  private static final long QUARTER_NANOS = 250_000_000;

  /** Of an edge: its counters are exact when it sends them. */
  public static final Steps OF_EDGES =
      new Steps(List.of(new Test(REPORT_NANOS, 25), new Test(QUARTER_NANOS, 25)));

  /** Of a region: its counters grow by whole reports of its edges. */
  public static final Steps OF_REGIONS =
      new Steps(List.of(new Test(REPORT_NANOS, 150), new Test(QUARTER_NANOS, 50)));

  public Steps {
    tests = List.copyOf(tests);
  }
}
