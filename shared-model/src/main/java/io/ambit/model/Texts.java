package io.ambit.model;

/** The bound of every free text that people write: actors, reasons, audit fields. */
public final class Texts {
  /** The most characters one text may have. */
  public static final int MAX_LENGTH = 4_096;

  private Texts() {}

  /**
   * Returns {@code text}, or throws an {@link IllegalArgumentException} that says which {@code
   * field} is too long.
   */
  public static String require(String field, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: at most %d)".formatted(field, text.length(), MAX_LENGTH));
    }
    return text;
  }
}
