package io.ambit.model;

import java.util.Comparator;

/** One window of a period budget, in seconds since 1970-01-01T00:00Z; the end is not part of it. */
public record Period(long startSeconds, long endSeconds) implements Comparable<Period> {
  private static final long DAY = 86_400;

  /** The first Monday of 1970 was the fifth of January. */
  private static final long MONDAY = 4 * DAY;

  private static final Comparator<Period> ORDER =
      Comparator.comparingLong(Period::startSeconds).thenComparingLong(Period::endSeconds);

  public Period {
    Bounds.require("startSeconds", startSeconds, 0, 1L << 40);
    Bounds.require(
        "endSeconds", endSeconds, startSeconds + 1, startSeconds + Limit.MAX_WINDOW_SECONDS);
  }

  /** The window of {@code windowSeconds} that {@code seconds} lies in; no earlier than 1970. */
  static Period at(long seconds, long windowSeconds, Alignment alignment) {
    long now = Math.max(0, seconds);
    if (alignment == Alignment.CALENDAR && windowSeconds == Limit.MONTH_SECONDS) {
      return monthOf(Math.floorDiv(now, DAY));
    }
    long origin =
        alignment == Alignment.CALENDAR && windowSeconds == Limit.WEEK_SECONDS ? MONDAY : 0;
    long start = now - Math.floorMod(now - origin, windowSeconds);
    return start < 0 ? new Period(0, origin) : new Period(start, start + windowSeconds);
  }

  /** Days are counted from the first of March of a year 0, so that leap days come last. */
  private static Period monthOf(long day) {
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = Math.floorMod(shifted, 146_097);
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long month = (5 * dayOfYear + 2) / 153;
    long first = day - (dayOfYear - firstDay(month));
    boolean february = month == 11;
    boolean leap = isLeap(yearOfEra + era * 400 + 1);
    long days = february ? (leap ? 29 : 28) : firstDay(month + 1) - firstDay(month);
    return new Period(first * DAY, (first + days) * DAY);
  }

  /** Days before the month counted from March as 0. */
  private static long firstDay(long month) {
    return (153 * month + 2) / 5;
  }

  private static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  @Override
  public int compareTo(Period other) {
    return ORDER.compare(this, other);
  }
}
