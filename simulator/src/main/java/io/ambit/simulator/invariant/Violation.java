package io.ambit.simulator.invariant;

/** Something that must hold did not. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;

  public Violation(String invariant, long nanos, String what) {
    super("%s at %.3f s: %s".formatted(invariant, nanos / 1e9, what));
    this.invariant = invariant;
  }

  /** Which one. */
  public String invariant() {
    return invariant;
  }
}
