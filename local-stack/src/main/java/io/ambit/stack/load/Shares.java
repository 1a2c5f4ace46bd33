package io.ambit.stack.load;

import java.util.List;

/**
 * How demand is spread over the edges, by weight and in their order. A weight of zero offers an
 * edge nothing.
 */
public record Shares(List<Integer> weights) {
  public Shares {
    weights = List.copyOf(weights);
    if (weights.stream().anyMatch(w -> w < 0) || total(weights) == 0) {
      throw new IllegalArgumentException(
          "weights: %s (expected: none below zero, not all zero)".formatted(weights));
    }
  }

  /** Shares by weight, such as {@code 70, 20, 10, 0}. */
  public static Shares of(Integer... weights) {
    return new Shares(List.of(weights));
  }

  int total() {
    return total(weights);
  }

  private static int total(List<Integer> weights) {
    return weights.stream().mapToInt(Integer::intValue).sum();
  }
}
