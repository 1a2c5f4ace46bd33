package io.ambit.simulator.home;

/**
 * A store behind: one number beside the tenant's data, compared and raised with each write; and how
 * many of all writes it has.
 */
final class HomeStore {
  private final boolean checks;
  private long highest;
  private long applied;

  HomeStore(boolean checks) {
    this.checks = checks;
  }

  boolean accepts(long token) {
    if (checks && token < highest) {
      return false;
    }
    highest = Math.max(highest, token);
    return true;
  }

  /** Takes nothing older from now on. */
  void advance(long token) {
    highest = Math.max(highest, token);
  }

  long applied() {
    return applied;
  }

  /** Has writes up to this one. */
  void apply(long number) {
    applied = Math.max(applied, number);
  }
}
