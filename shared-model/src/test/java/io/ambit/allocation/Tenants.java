package io.ambit.allocation;

import java.util.Arrays;
import java.util.Random;

/** Random rows over regions, with demand as tails are in life: a few ask for most of it. */
final class Tenants {
  private final Random random;
  private final int regions;

  Tenants(Random random, int regions) {
    this.random = random;
    this.regions = regions;
  }

  /** Pareto with an index of 1.2, at least {@code least}. */
  long demand(long least) {
    double factor = Math.pow(1 - random.nextDouble(), -1 / 1.2);
    return (long) Math.min(least * factor, 1_000_000_000L);
  }

  /** One that asks in some regions, for more or less than it has, and nothing else. */
  Row plain() {
    long[] demand = new long[regions];
    long least = demand(3_000);
    for (int region = 0; region < regions; region++) {
      demand[region] = oneIn(4) ? 0 : demand(least);
    }
    long sum = Arrays.stream(demand).sum();
    return new Row(Math.max(1_000, (long) (sum * (0.3 + 1.5 * random.nextDouble()))), demand);
  }

  /** One with floors, guarantees, ceilings and a weight, some of them. */
  Row mixed() {
    Row row = plain();
    long guarantee = oneIn(3) ? row.total / 4 : 0;
    row.standing(oneIn(3) ? 1 + random.nextInt(10) : 1, guarantee, oneIn(2) ? guarantee / 2 : 0);
    if (oneIn(3)) {
      row.minimum(all(row.total / 200 / regions));
    }
    if (oneIn(4)) {
      long each = row.total / regions / (1 + random.nextInt(4));
      row.guaranteed(all(each), all(oneIn(2) ? each / 2 : 0));
    }
    if (oneIn(4)) {
      row.ceiling(all(row.total / (1 + random.nextInt(4))));
    }
    return row;
  }

  long[] weights() {
    return random.longs(regions, 1, oneIn(2) ? 2 : 9).toArray();
  }

  /** From a tenth of what the rows ask for to more than that; a third can take anything. */
  long[] capacities(Iterable<Row> rows) {
    long[] capacity = new long[regions];
    rows.forEach(row -> Arrays.setAll(capacity, i -> capacity[i] + row.demand[i]));
    Arrays.setAll(
        capacity,
        i ->
            oneIn(3)
                ? Matrix.UNLIMITED
                : Math.max(1, (long) (capacity[i] * (0.1 + 1.5 * random.nextDouble()))));
    return capacity;
  }

  /** Every demand changes by up to five per cent. */
  void drift(Row row) {
    Arrays.setAll(row.demand, i -> (long) (row.demand[i] * (0.95 + random.nextDouble() / 10)));
  }

  private long[] all(long each) {
    long[] array = new long[regions];
    Arrays.fill(array, each);
    return array;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
