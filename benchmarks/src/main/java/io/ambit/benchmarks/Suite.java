package io.ambit.benchmarks;

import java.util.List;

/**
 * Benchmarks that are run together and compared with each other.
 *
 * @param name also of the file with the results
 */
public record Suite(
    String name, String about, List<Part> parts, List<Ratio> ratios, List<Ceiling> ceilings) {
  public Suite {
    parts = List.copyOf(parts);
    ratios = List.copyOf(ratios);
    ceilings = List.copyOf(ceilings);
  }

  /** A suite without ceilings. */
  public Suite(String name, String about, List<Part> parts, List<Ratio> ratios) {
    this(name, about, parts, ratios, List.of());
  }

  /** All but one in a thousand operations of {@code of} must take at most so long. */
  public record Ceiling(String of, double tailNanos, String about) {}

  /**
   * Some of a suite's benchmarks.
   *
   * @param methods of {@code of}; all if there are none
   * @param threads that run each of them at once. What was measured with more than one carries
   *     their number in its name, as {@code Class.method@2}
   */
  public record Part(Class<?> of, int threads, List<String> methods) {
    public Part {
      methods = List.copyOf(methods);
    }

    /** All benchmarks of a class, one thread each. */
    public static Part all(Class<?> of) {
      return new Part(of, 1, List.of());
    }

    /** These benchmarks, each by so many threads at once. */
    public static Part of(int threads, Class<?> of, String... methods) {
      return new Part(of, threads, List.of(methods));
    }

    String pattern() {
      String which = methods.isEmpty() ? "" : "(%s)$".formatted(String.join("|", methods));
      return "^%s\\.%s".formatted(of.getCanonicalName().replace(".", "\\."), which);
    }
  }
}
