package io.ambit.lease.tree;

import io.ambit.model.Limit;
import java.util.Random;

/** Drives a tree: demand that wanders, a limit that changes, crashes and cuts. */
final class Chaos {
  private static final long MILLI = 1_000_000;

  private final Tree tree;
  private final Faults faults;
  private final Random random;

  private Chaos(Tree tree, Faults faults) {
    this.tree = tree;
    this.faults = faults;
    this.random = tree.random();
  }

  /** Lets it loose on {@code tree}. */
  static void over(Tree tree, Faults faults) {
    Chaos chaos = new Chaos(tree, faults);
    tree.edges().forEach(chaos::wander);
    chaos.every(15_000, chaos::changeLimit);
    chaos.every(20_000, chaos::withdrawLimit);
    chaos.every(faults.crashEveryMillis(), chaos::crashSomebody);
    chaos.every(faults.cutEveryMillis(), chaos::cutSomeLink);
  }

  private void every(long meanMillis, Runnable action) {
    if (meanMillis > 0) {
      after(
          random.nextLong(2 * meanMillis),
          () -> {
            action.run();
            every(meanMillis, action);
          });
    }
  }

  private void after(long millis, Runnable action) {
    tree.schedule().in(millis * MILLI, action);
  }

  /** From nothing to more than the whole limit; all edges together nearly always want too much. */
  private void wander(Edge edge) {
    edge.demand(random.nextInt(4) == 0 ? 0 : random.nextLong(2_000_000));
    after(random.nextLong(6_000), () -> wander(edge));
  }

  private void changeLimit() {
    long quota = 500 + 100 * random.nextLong(11);
    long burst = 40 + 10 * random.nextLong(11);
    tree.allowance().change(tree.nowNanos(), Limit.perSecond("requests", quota, burst));
  }

  private void withdrawLimit() {
    tree.arbiter().withdraw(true);
    after(random.nextLong(3_000), () -> tree.arbiter().withdraw(false));
  }

  private void crashSomebody() {
    long downMillis = random.nextInt(4) == 0 ? random.nextLong(20_000) : random.nextLong(500);
    int victim = random.nextInt(7);
    if (victim == 0) {
      tree.arbiter().crash();
      after(downMillis, tree.arbiter()::start);
    } else if (victim < 3) {
      Region region = tree.regions().get(victim - 1);
      if (random.nextInt(4) == 0) {
        tree.leave(region);
      }
      region.crash();
      after(downMillis, region::start);
    } else {
      crash(tree.edges().get(victim - 3), downMillis);
    }
  }

  private void crash(Edge edge, long downMillis) {
    if (random.nextInt(4) == 0) {
      tree.leave(edge);
    }
    edge.crash();
    boolean wiped = random.nextDouble() < faults.wipedDisk();
    after(
        downMillis,
        () -> {
          edge.start(wiped);
          tree.check();
        });
  }

  private void cutSomeLink() {
    long nanos = random.nextLong(20_000 * MILLI);
    boolean up = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      cut("arbiter", tree.regions().get(random.nextInt(2)).name(), up, nanos);
    } else {
      Edge edge = tree.edges().get(random.nextInt(4));
      cut("region-" + edge.name().substring(0, 2), edge.name(), up, nanos);
    }
  }

  private void cut(String above, String below, boolean up, long nanos) {
    tree.network().cut(up ? Tree.link(below, above) : Tree.link(above, below), nanos);
  }
}
