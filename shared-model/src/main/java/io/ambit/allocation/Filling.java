package io.ambit.allocation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills one row after the other, {@link Step} by step, and holds the arrays that takes. The loops
 * are plain so that the compiler makes vector instructions of them. Not thread-safe.
 */
final class Filling {
  private final WaterLevel water = new WaterLevel();
  private final Weights weights;
  private final Weights equal;
  private final Weights spareWeights;
  private final long[] room;
  private final long[] caps;
  private final long[] raised;

  Filling(Weights weights) {
    int width = weights.width();
    this.weights = weights;
    this.equal = Weights.equal(width);
    this.spareWeights = Weights.unwritten(width);
    this.room = new long[width];
    this.caps = new long[width];
    this.raised = new long[width];
  }

  /** Sets what each gets; returns what is left, which only ceilings or columns can make it. */
  long fill(Row row, @Nullable Columns columns) {
    if (columns == null && row.isPlain()) {
      long left = water.raise(row.total, row.demand, weights, level(row, Step.DEMAND), row.share);
      row.levels[Step.DEMAND.place] = water.level();
      return left == 0 ? 0 : spare(row, left, null);
    }
    Arrays.fill(row.share, 0);
    long left = row.total;
    if (row.minimum != null) {
      within(row.minimum, row.ceiling);
      left = raise(row, Step.MINIMUM, left, equal, columns);
    }
    if (row.guaranteed != null && row.reserved != null) {
      first(row.guaranteed, row.reserved, row.demand);
      within(room, row.ceiling);
      above(row.share);
      left = raise(row, Step.GUARANTEE, left, equal, columns);
    }
    if (row.ownGuarantee > 0) {
      left = own(row, left, columns);
    }
    within(row.demand, row.ceiling);
    above(row.share);
    left = raise(row, Step.DEMAND, left, weights, columns);
    return left == 0 ? 0 : spare(row, left, columns);
  }

  private long own(Row row, long before, @Nullable Columns columns) {
    long left = before;
    within(row.demand, row.ceiling);
    above(row.share);
    left = raiseTo(row, Step.OWN_GUARANTEE, row.ownGuarantee, left, weights, columns);
    if (row.ownReserve > 0) {
      top(row);
      left = raiseTo(row, Step.OWN_RESERVE, row.ownReserve, left, spareWeights(row), columns);
    }
    return left;
  }

  private long spare(Row row, long left, @Nullable Columns columns) {
    top(row);
    return raise(row, Step.SPARE, left, spareWeights(row), columns);
  }

  /** Raises what the row got in all to {@code most} at most. */
  private long raiseTo(
      Row row, Step step, long most, long left, Weights by, @Nullable Columns columns) {
    long amount = Math.min(left, Math.max(0, most - (row.total - left)));
    return left - amount + raise(row, step, amount, by, columns);
  }

  /** Raises the shares into the room there is; returns what is left. */
  private long raise(Row row, Step step, long amount, Weights by, @Nullable Columns columns) {
    long[] most = room;
    if (columns != null) {
      columns.bound(step, row.weight, by, room, caps);
      most = caps;
    }
    long left = water.raise(amount, most, by, level(row, step), raised);
    row.levels[step.place] = water.level();
    add(raised, row.share);
    if (columns != null) {
      columns.count(step, row.weight, by, room, caps, raised);
    }
    return left;
  }

  private static double level(Row row, Step step) {
    return row.levels[step.place];
  }

  private void within(long[] wanted, long @Nullable [] most) {
    if (most == null) {
      System.arraycopy(wanted, 0, room, 0, room.length);
      return;
    }
    long[] into = room;
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.min(wanted[i], most[i]);
    }
  }

  private void first(long[] guaranteed, long[] reserved, long[] demand) {
    long[] into = room;
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.max(reserved[i], Math.min(demand[i], guaranteed[i]));
    }
  }

  private void above(long[] share) {
    long[] into = room;
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.max(0, into[i] - share[i]);
    }
  }

  /** Room for what nobody asked for: up to the ceiling. */
  private void top(Row row) {
    if (row.ceiling == null) {
      Arrays.fill(room, row.total);
    } else {
      System.arraycopy(row.ceiling, 0, room, 0, room.length);
    }
    above(row.share);
  }

  /** Half by demand, so that who asks for much meets more, and half by weight. */
  private Weights spareWeights(Row row) {
    long sum = 0;
    for (long each : row.demand) {
      sum += each;
    }
    double half = Weights.MOST / 2.0;
    double byDemand = sum == 0 ? 0 : half / sum;
    double byWeight = (sum == 0 ? Weights.MOST : half) / weights.sum;
    long[] into = spareWeights.of;
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.max(1, (long) (row.demand[i] * byDemand + weights.of[i] * byWeight));
    }
    return spareWeights;
  }

  private static void add(long[] raised, long[] share) {
    for (int i = 0; i < share.length; i++) {
      share[i] += raised[i];
    }
  }
}
