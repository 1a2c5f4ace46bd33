package io.ambit.simulator.scenario;

/**
 * A situation with a name.
 *
 * @param about one line for an operator
 * @param edges how many edges, unless told otherwise
 */
public record Scenario(String name, String about, int edges, Play play) {
  /** Plays it once. */
  @FunctionalInterface
  public interface Play {
    Outcome run(long seed, int edges);
  }
}
