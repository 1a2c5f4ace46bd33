package io.ambit.benchmarks.allocation;

import io.ambit.allocation.Row;
import io.ambit.allocation.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Tenants that ask for twice what they have, over children that count differently. Demand is
 * Pareto-distributed with an index of 1.2, and there are two versions of it that differ by up to
 * five per cent in every cell, as from one round to the next.
 */
final class Demands {
  static final long LEAST_MILLI = 1_000;
  static final long MOST_MILLI = 100_000_000;
  static final int HEAVIEST = 8;

  final long[][] now;
  final long[][] next;
  final long[] weights;
  final long[] totals;
  final List<Row> rows = new ArrayList<>();
  final List<Row> everyHundredth = new ArrayList<>();

  Demands(int children, int tenants) {
    Random random = new Random(1);
    now = new long[tenants][children];
    next = new long[tenants][children];
    totals = new long[tenants];
    weights = random.longs(children, 1, HEAVIEST + 1).toArray();
    for (int tenant = 0; tenant < tenants; tenant++) {
      for (int child = 0; child < children; child++) {
        double demand = LEAST_MILLI * Math.pow(1 - random.nextDouble(), -1 / 1.2);
        now[tenant][child] = (long) Math.min(demand, MOST_MILLI);
        next[tenant][child] = (long) (now[tenant][child] * (0.95 + random.nextDouble() / 10));
      }
      totals[tenant] = Arrays.stream(now[tenant]).sum() / 2;
      rows.add(new Row(totals[tenant], now[tenant]));
      if (tenant % 100 == 0) {
        everyHundredth.add(rows.getLast());
      }
    }
  }

  Weights weights() {
    return Weights.of(weights);
  }

  /** What is asked for from here on. */
  long[][] turn(boolean odd) {
    return odd ? next : now;
  }

  /** Tells all rows. */
  void tellAll(boolean odd) {
    tell(odd, 1);
  }

  /** Tells one row in a hundred. */
  void tellFew(boolean odd) {
    tell(odd, 100);
  }

  private void tell(boolean odd, int step) {
    long[][] demand = turn(odd);
    for (int i = 0; i < rows.size(); i += step) {
      rows.get(i).demand(demand[i]);
    }
  }
}
