package io.ambit.stack.rig;

import java.time.Duration;

/**
 * A window of time, wherever it begins.
 *
 * @param bound the most that the contract lets all edges admit in it, in requests
 * @param most the most that one of this length certainly held
 */
public record Window(Duration length, long bound, long most) {
  /** What was admitted beyond the bound; 0 or less keeps the contract. */
  public long excess() {
    return most - bound;
  }

  /** How near the bound it came: well below 1 says that nothing was put to the test. */
  public double tightness() {
    return (double) most / bound;
  }
}
