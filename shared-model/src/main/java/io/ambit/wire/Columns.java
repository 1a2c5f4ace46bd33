package io.ambit.wire;

import io.ambit.lease.Share;
import io.ambit.model.Limit;
import io.ambit.wire.v1.V1;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One number of many lines side by side: as few bytes as it takes. Zeros for all take none, one
 * number for all is written once, and milli-units that are whole units are written as such.
 */
final class Columns {
  private Columns() {}

  /** Milli-units of each of {@code lines}. */
  static <T> V1.Column amounts(List<T> lines, ToLongFunction<T> milli) {
    boolean whole = lines.stream().allMatch(line -> milli.applyAsLong(line) % Limit.MILLI == 0);
    long unit = whole ? Limit.MILLI : 1;
    return column(lines, line -> milli.applyAsLong(line) / unit).setWhole(whole).build();
  }

  /** The same where they may be negative. */
  static <T> V1.Column signedAmounts(List<T> lines, ToLongFunction<T> milli) {
    boolean whole = lines.stream().allMatch(line -> milli.applyAsLong(line) % Limit.MILLI == 0);
    long unit = whole ? Limit.MILLI : 1;
    return column(lines, line -> zigzag(milli.applyAsLong(line) / unit)).setWhole(whole).build();
  }

  static long[] readSigned(String field, V1.Column column, int size) {
    long[] values = read(field, column.toBuilder().setWhole(false).build(), size);
    long unit = column.getWhole() ? Limit.MILLI : 1;
    for (int i = 0; i < size; i++) {
      long value = (values[i] >>> 1) ^ -(values[i] & 1);
      requireWithin(field, value, unit);
      values[i] = value * unit;
    }
    return values;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static void requireWithin(String field, long value, long unit) {
    if (value > Long.MAX_VALUE / unit || value < Long.MIN_VALUE / unit) {
      throw new IllegalArgumentException(field + ": too large");
    }
  }

  /** Any number of each of {@code lines}. */
  static <T> V1.Column numbers(List<T> lines, ToLongFunction<T> number) {
    return column(lines, number).build();
  }

  private static <T> V1.Column.Builder column(List<T> lines, ToLongFunction<T> number) {
    V1.Column.Builder column = V1.Column.newBuilder();
    if (lines.isEmpty()) {
      return column;
    }
    long first = number.applyAsLong(lines.getFirst());
    if (lines.stream().anyMatch(line -> number.applyAsLong(line) != first)) {
      lines.forEach(line -> column.addValues(number.applyAsLong(line)));
    } else if (first != 0) {
      column.addValues(first);
    }
    return column;
  }

  /** The numbers of {@code size} lines; milli-units if they are amounts. */
  static long[] read(String field, V1.Column column, int size) {
    long unit = column.getWhole() ? Limit.MILLI : 1;
    int written = column.getValuesCount();
    if (written > 1 && written != size) {
      throw new IllegalArgumentException(
          "%s: %d values (expected: %d)".formatted(field, written, size));
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      long value = written == 0 ? 0 : column.getValues(written == 1 ? 0 : i);
      requireWithin(field, value, unit);
      values[i] = value * unit;
    }
    return values;
  }

  static <T> V1.ShareColumns shares(List<T> lines, Function<T, Share> share) {
    return V1.ShareColumns.newBuilder()
        .setRates(amounts(lines, line -> share.apply(line).rateMilli()))
        .setDepths(amounts(lines, line -> share.apply(line).depthMilli()))
        .build();
  }

  static List<Share> readShares(String field, V1.ShareColumns shares, int size) {
    long[] rates = read(field, shares.getRates(), size);
    long[] depths = read(field, shares.getDepths(), size);
    List<Share> read = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      read.add(new Share(rates[i], depths[i]));
    }
    return read;
  }
}
