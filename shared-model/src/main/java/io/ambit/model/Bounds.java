package io.ambit.model;

/** Range checks whose message names the field, the value and what was expected. */
public final class Bounds {
  private Bounds() {}

  /** Returns {@code value} if it lies in [{@code least}, {@code most}]; throws otherwise. */
  public static long require(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(field, value, least, most));
    }
    return value;
  }
}
