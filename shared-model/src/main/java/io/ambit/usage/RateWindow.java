package io.ambit.usage;

/**
 * The mean rate of a cumulative counter over about the last second, on the clock of whoever counts.
 * A plain window instead of a decaying mean: after a step it is exact one second later, where a
 * decaying mean of the same noise still strands part of the old demand.
 *
 * <p>Holds at most {@value #SAMPLES} samples, whatever the report interval. Not thread-safe.
 */
final class RateWindow {
  static final int SAMPLES = 32;
  static final long SPAN_NANOS = 2_000_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final long[] atNanos = new long[SAMPLES];
  private final long[] counts = new long[SAMPLES];
  private int first;
  private int size;

  /** Adds the counter's value at a time; one that is not later than the last is ignored. */
  void add(long nanos, long count) {
    if (size > 0 && nanos - atNanos[last()] <= 0) {
      return;
    }
    if (size == SAMPLES) {
      dropFirst();
    }
    size++;
    atNanos[last()] = nanos;
    counts[last()] = count;
    while (size > 2 && nanos - atNanos[(first + 1) % SAMPLES] >= SPAN_NANOS) {
      dropFirst();
    }
  }

  /** Units per second over about the last second; 0 while there is but one sample. */
  long perSecond() {
    return over(SECOND_NANOS);
  }

  /** The same over two seconds, which wavers less. */
  long steadily() {
    return over(SPAN_NANOS);
  }

  /** The same over no less than {@code spanNanos}, as far as samples reach. */
  long over(long spanNanos) {
    return rate(from(spanNanos));
  }

  /** Forgets what was before the last {@code spanNanos}: it tells nothing about what is to come. */
  void forgetBefore(long spanNanos) {
    int from = from(spanNanos);
    while (first != from) {
      dropFirst();
    }
  }

  private int from(long spanNanos) {
    int from = last();
    for (int i = 1; i < size && atNanos[last()] - atNanos[from] < spanNanos; i++) {
      from = (first + size - 1 - i) % SAMPLES;
    }
    return from;
  }

  private long rate(int from) {
    double seconds = (atNanos[last()] - atNanos[from]) / 1e9;
    return seconds > 0 ? Math.round((counts[last()] - counts[from]) / seconds) : 0;
  }

  private void dropFirst() {
    first = (first + 1) % SAMPLES;
    size--;
  }

  private int last() {
    return (first + size - 1) % SAMPLES;
  }
}
