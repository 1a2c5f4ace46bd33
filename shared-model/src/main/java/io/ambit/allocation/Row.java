package io.ambit.allocation;

import io.ambit.model.Bounds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one parent has to give, what each of its children asks for, and what each gets: the arrays
 * of a {@link Claim} each, all in the order of the children. Quantities are milli-units (per
 * second) from 0 to {@value #MOST}; arrays are neither copied nor checked, so that rows may share
 * those that say the same of all. Not thread-safe.
 */
public final class Row {
  /** The most that anything here may be. */
  public static final long MOST = 1_000_000_000_000L;

  long[] demand;
  final long[] share;
  long @Nullable [] minimum;
  long @Nullable [] guaranteed;
  long @Nullable [] reserved;
  long @Nullable [] ceiling;
  long total;
  long weight = 1;
  long ownGuarantee;
  long ownReserve;
  long left;

  /** Where the water stood the last time, step by step. */
  final double[] levels = new double[Step.COUNT];

  /** A row of {@code total}, in which nothing is said of anybody but what it demands. */
  public Row(long total, long[] demand) {
    total(total);
    this.demand = demand;
    this.share = new long[demand.length];
  }

  static Row of(long total, Claim... claims) {
    Row row = new Row(total, Arrays.stream(claims).mapToLong(c -> clip(c.demand())).toArray());
    row.minimum = Arrays.stream(claims).mapToLong(c -> clip(c.minimum())).toArray();
    row.guaranteed = Arrays.stream(claims).mapToLong(c -> clip(c.guaranteed())).toArray();
    row.reserved = Arrays.stream(claims).mapToLong(c -> clip(c.reserved())).toArray();
    row.ceiling = Arrays.stream(claims).mapToLong(c -> clip(c.ceiling())).toArray();
    return row;
  }

  private static long clip(long value) {
    return Math.min(value, MOST);
  }

  public Row total(long most) {
    total = Bounds.require("total", most, 0, MOST);
    return this;
  }

  /**
   * How this row counts against others where a column is short, and what it gets there first.
   *
   * @param guarantee in all, as far as it asks for it
   * @param reserve the part of that which it gets even if it does not ask
   */
  public Row standing(long weight, long guarantee, long reserve) {
    this.weight = Bounds.require("weight", weight, 1, Weights.MOST);
    this.ownGuarantee = Bounds.require("guarantee", guarantee, 0, MOST);
    this.ownReserve = Bounds.require("reserve", reserve, 0, guarantee);
    return this;
  }

  /** What each gets whatever it asks for. */
  public Row minimum(long[] each) {
    minimum = each;
    return this;
  }

  /** What each gets first: as far as it asks for it, and the reserved part of it even if not. */
  public Row guaranteed(long[] each, long[] reservedOfIt) {
    guaranteed = each;
    reserved = reservedOfIt;
    return this;
  }

  /** The most each gets. */
  public Row ceiling(long[] each) {
    ceiling = each;
    return this;
  }

  /** What each asks for. */
  public Row demand(long[] each) {
    demand = each;
    return this;
  }

  /** What each got. */
  public long[] share() {
    return share;
  }

  int width() {
    return demand.length;
  }

  /** Whether there is nothing to it but demand. */
  boolean isPlain() {
    return minimum == null && guaranteed == null && reserved == null && ceiling == null;
  }
}
