package io.ambit.model;

/** How much a request matters, most important first. Overload sheds from the end of this list. */
public enum Priority {
  CRITICAL_PLUS,
  CRITICAL,
  SHEDDABLE_PLUS,
  SHEDDABLE
}
