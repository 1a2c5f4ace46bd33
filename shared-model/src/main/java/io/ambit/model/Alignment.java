package io.ambit.model;

/** Where the windows of a period budget begin. */
public enum Alignment {
  /** At every multiple of the window since 1970-01-01T00:00Z. */
  NONE,
  /** On the hour, at midnight, on Monday or on the first of the month, in UTC. */
  CALENDAR
}
