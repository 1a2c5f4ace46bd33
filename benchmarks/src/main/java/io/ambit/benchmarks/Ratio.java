package io.ambit.benchmarks;

/**
 * One benchmark's time as a multiple of another's in the same round.
 *
 * @param of a method's name, as {@code Class.method}
 * @param to the one it is compared to
 * @param with only for these parameters; for all if empty
 * @param atMost what the median must not exceed, or infinity if it is only shown
 */
public record Ratio(String of, String to, String with, double atMost, String about) {
  /** {@code of} takes at most so many times as long as {@code to}. */
  public static Ratio atMost(double bound, String of, String to, String about) {
    return new Ratio(of, to, "", bound, about);
  }

  /** {@code of} is at least so many times as fast as {@code to}. */
  public static Ratio faster(double times, String of, String to, String about) {
    return new Ratio(of, to, "", 1 / times, about);
  }

  /** Worth knowing, and no promise. */
  public static Ratio shown(String of, String to, String about) {
    return new Ratio(of, to, "", Double.POSITIVE_INFINITY, about);
  }

  /** The same for some parameters only. */
  public Ratio with(String parameters) {
    return new Ratio(of, to, parameters, atMost, about);
  }

  boolean isBound() {
    return atMost < Double.POSITIVE_INFINITY;
  }
}
