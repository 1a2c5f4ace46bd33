package io.ambit.wire;

import io.ambit.model.Words;
import java.util.Arrays;

/**
 * Enum constants, written as the words of every other interface. A word nobody knows is refused: a
 * new constant is a change an old reader would get wrong.
 */
final class Choices {
  private Choices() {}

  static String write(Enum<?> constant) {
    return Words.of(constant);
  }

  static <E extends Enum<E>> E read(String field, Class<E> type, String word) {
    return Words.find(type, word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: '%.80s' (expected one of: %s)".formatted(field, word, words(type))));
  }

  private static String words(Class<? extends Enum<?>> type) {
    return String.join(
        ", ", Arrays.stream(type.getEnumConstants()).map(constant -> Words.of(constant)).toList());
  }
}
