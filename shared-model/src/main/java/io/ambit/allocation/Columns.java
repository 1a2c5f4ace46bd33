package io.ambit.allocation;

import java.util.Arrays;

/**
 * The columns that rows share: how much each can take, and where its water stands in every {@link
 * Step}. A cell is held back by its column if the column's level, times the weights of row and
 * cell, is below what it would get else.
 *
 * <p>The levels of rows depend on those of columns and the other way round. Rows are filled exactly
 * under the columns' levels as they are; then {@link #adjust} takes one step of Newton's method on
 * each column's level, and so on until none moves. What is fixed by that is weighted max-min.
 *
 * <p>Not thread-safe.
 */
final class Columns {
  /**
   * Levels that move by less than this part of themselves have settled, and columns are filled up
   * to this part of their capacity: so no rounding overdraws them.
   */
  private static final double SETTLED = 1e-6;

  /** One step in all columns: where the water stands, and what that came to. */
  private static final class Stage {
    final double[] level;
    final long[] given;
    final long[] free;
    final long[] heldBack;
    final long[] open;

    Stage(int width) {
      level = new double[width];
      Arrays.fill(level, Double.POSITIVE_INFINITY);
      given = new long[width];
      free = new long[width];
      heldBack = new long[width];
      open = new long[width];
    }

    void begin() {
      Arrays.fill(given, 0);
      Arrays.fill(free, 0);
      Arrays.fill(heldBack, 0);
      Arrays.fill(open, 0);
    }

    /** The level at which a column that has {@code most} for this step is just used up. */
    double next(int column, long most) {
      long aim = most - (long) (most * SETTLED);
      if (heldBack[column] > 0 && free[column] < aim) {
        return (double) (aim - free[column]) / heldBack[column];
      }
      if (given[column] <= most) {
        return level[column];
      }
      // Too high to tell: below where it will settle, from where it only rises.
      return (double) aim / open[column];
    }
  }

  private final long[] capacity;
  private final Stage[] stages = new Stage[Step.COUNT];
  private final long[] left;
  private final long[] leftThen;
  private boolean strict;

  Columns(long[] capacity) {
    int width = capacity.length;
    this.capacity = capacity;
    Arrays.setAll(stages, step -> new Stage(width));
    this.left = new long[width];
    this.leftThen = new long[width];
  }

  /** Before all rows are filled anew. */
  void begin() {
    for (Stage stage : stages) {
      stage.begin();
    }
    System.arraycopy(capacity, 0, left, 0, left.length);
  }

  /** Whether to give nothing that a column has not left, at the cost of who comes last. */
  void strict(boolean whether) {
    strict = whether;
  }

  /** How far the cells of a row may be raised into their room. */
  void bound(Step step, long weight, Weights by, long[] room, long[] caps) {
    double[] levels = stages[step.place].level;
    long[] weights = by.of;
    double row = weight;
    for (int i = 0; i < caps.length; i++) {
      caps[i] = Math.min(room[i], (long) (row * weights[i] * levels[i]));
    }
    if (strict) {
      long[] most = left;
      for (int i = 0; i < caps.length; i++) {
        caps[i] = Math.min(caps[i], most[i]);
      }
    }
  }

  /**
   * Takes in how far they were raised: how much that is of cells the column does not hold back, and
   * the weight of those it does, and of all that were raised.
   */
  void count(Step step, long weight, Weights by, long[] room, long[] caps, long[] raised) {
    long[] weights = by.of;
    Stage stage = stages[step.place];
    long[] given = stage.given;
    long[] free = stage.free;
    long[] heldBack = stage.heldBack;
    long[] open = stage.open;
    for (int i = 0; i < raised.length; i++) {
      long held = ~((raised[i] - caps[i]) >> 63) & ((caps[i] - room[i]) >> 63);
      long cell = weight * weights[i];
      given[i] += raised[i];
      free[i] += raised[i] & ~held;
      heldBack[i] += cell & held;
      open[i] += cell & (-raised[i] >> 63);
      left[i] -= raised[i];
    }
  }

  /** A row is about to be filled anew. */
  void giveBack(long[] share) {
    for (int i = 0; i < share.length; i++) {
      left[i] += share[i];
    }
  }

  /** Moves the levels towards where columns are just used up; false if all have settled. */
  boolean adjust() {
    boolean moved = false;
    for (int column = 0; column < capacity.length; column++) {
      if (capacity[column] != Matrix.UNLIMITED) {
        moved |= adjust(column);
      }
    }
    return moved;
  }

  private boolean adjust(int column) {
    boolean moved = false;
    long most = capacity[column];
    for (Stage stage : stages) {
      double before = stage.level[column];
      double next = stage.next(column, most);
      moved |= next != before && !(Math.abs(next - before) <= next * SETTLED);
      stage.level[column] = next;
      most = Math.max(0, most - stage.given[column]);
    }
    return moved;
  }

  /** Whether any column was given more than it can take. */
  boolean isOverdrawn() {
    return Arrays.stream(left).anyMatch(each -> each < 0);
  }

  /** The columns are as they should be. */
  void remember() {
    System.arraycopy(left, 0, leftThen, 0, left.length);
  }

  /** Whether no column is overdrawn, or has more left than it had by a part of its capacity. */
  boolean isBalanced(long parts) {
    for (int i = 0; i < left.length; i++) {
      boolean limited = capacity[i] != Matrix.UNLIMITED;
      if (limited && (left[i] < 0 || left[i] - leftThen[i] > capacity[i] / parts)) {
        return false;
      }
    }
    return true;
  }

  /** What a column has left. */
  long left(int column) {
    return left[column];
  }

  /** Takes some of what a column has left. */
  long take(int column, long most) {
    long amount = Math.min(most, Math.max(0, left[column]));
    left[column] -= amount;
    return amount;
  }
}
