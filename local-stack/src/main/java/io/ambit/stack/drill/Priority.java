package io.ambit.stack.drill;

import java.util.Locale;

/** How much a request matters, as edges are told it; most important first. */
enum Priority {
  CRITICAL_PLUS,
  CRITICAL,
  SHEDDABLE_PLUS,
  SHEDDABLE;

  /** The word for it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is one of those that are shed last. */
  boolean isCritical() {
    return compareTo(CRITICAL) <= 0;
  }
}
