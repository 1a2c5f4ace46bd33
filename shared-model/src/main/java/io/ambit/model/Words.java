package io.ambit.model;

import java.util.Locale;
import java.util.Optional;

/** Enum constants as they are written on every interface: lower case with underscores. */
public final class Words {
  private Words() {}

  /** {@code CRITICAL_PLUS} as {@code critical_plus}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant {@code word} stands for; empty if it stands for none (case matters). */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equals(word)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
