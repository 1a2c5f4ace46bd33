package io.ambit.allocation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares many rows out over the same columns at once: no row gives more than its total, no column
 * takes more than its capacity, and within that every step (see {@link WeightedMaxMin}) is weighted
 * max-min fair: who gets less than it could use is held back by a row or a column that is used up,
 * and nobody there got more per weight in that step. What a row or a column guarantees comes before
 * what anybody asks for beyond that.
 *
 * <p>Rows and columns depend on each other, so all rows are filled again and again until the levels
 * of the columns settle (see {@link Columns}); the levels of the last time are where the next
 * filling begins. Without capacities a row depends on nothing but itself and is filled once.
 *
 * <p>Not thread-safe. Fills without allocating.
 */
public final class Matrix {
  /** Said of a column that can take anything. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Far more than levels take to settle; after so many, columns are kept to by force. */
  private static final int MOST_SWEEPS = 100;

  /** By so small a part of its capacity a column may be out of balance after an update. */
  private static final long BALANCE_PARTS = 128;

  private final @Nullable Columns columns;
  private final Filling filling;
  private List<Row> rows = List.of();
  private int sweeps;

  /**
   * @param weights of the columns in every row
   * @param capacity of the columns, 0 to 10¹² or {@link #UNLIMITED}
   */
  public Matrix(Weights weights, long... capacity) {
    boolean limited = Arrays.stream(capacity).anyMatch(each -> each != UNLIMITED);
    this.columns = limited ? new Columns(capacity) : null;
    this.filling = new Filling(weights);
  }

  /** Sets the shares of all rows, each of them as wide as there are columns. */
  public void fill(List<Row> all) {
    rows = all;
    sweeps = 1;
    if (columns == null) {
      sweep(null);
      return;
    }
    sweep(columns);
    while (columns.adjust() && sweeps < MOST_SWEEPS) {
      sweeps++;
      sweep(columns);
    }
    if (columns.isOverdrawn()) {
      columns.strict(true);
      sweep(columns);
      columns.strict(false);
    }
    topUp(columns);
    columns.remember();
  }

  /**
   * Fills only the rows that changed since all were filled, under the columns' levels as they are:
   * unless that leaves a column out of balance, in which case all are filled again. So a column is
   * never overdrawn, and what comes free in it is given to others once it is worth it.
   *
   * @return whether all rows were filled
   */
  public boolean update(List<Row> changed) {
    for (Row row : changed) {
      if (columns != null) {
        columns.giveBack(row.share);
      }
      row.left = filling.fill(row, columns);
    }
    if (columns == null || columns.isBalanced(BALANCE_PARTS)) {
      return false;
    }
    fill(rows);
    return true;
  }

  /** How often the rows were filled until the columns' levels settled the last time. */
  public int sweeps() {
    return sweeps;
  }

  private void sweep(@Nullable Columns within) {
    if (within != null) {
      within.begin();
    }
    for (Row row : rows) {
      row.left = filling.fill(row, within);
    }
  }

  /** What rounding left in the columns goes to the first rows that can use it. */
  private void topUp(Columns within) {
    for (Row row : rows) {
      for (int i = 0; row.left > 0 && i < row.width(); i++) {
        long most = row.ceiling == null ? row.total : row.ceiling[i];
        long room = Math.min(row.left, most - row.share[i]);
        if (room > 0 && within.left(i) > 0) {
          long amount = within.take(i, room);
          row.share[i] += amount;
          row.left -= amount;
        }
      }
    }
  }
}
