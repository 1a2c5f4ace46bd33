package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.Snapshot;
import io.ambit.lease.Boot;
import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A region over two edges over six leaves, the cores and the gate that ship, while callers at the
 * edges and in front of the leaves come and go: together they never admit what one central token
 * bucket would not have, whatever is late, lost or started anew.
 */
class LeafTreeTest {
  private static final long MILLI = 1_000_000;
  private static final int STEP_MILLIS = 5;
  private static final LimitKey KEY = new LimitKey("acme", "requests");

  @ParameterizedTest
  @ValueSource(longs = {1_000, 60, 10})
  void gatesAndLeavesTogetherAreNoLooserThanOneBucket(long perSecond) {
    for (long seed = 1; seed <= 8; seed++) {
      World world = new World(seed, perSecond, true);
      world.run(40_000);
      assertThat(world.lowest)
          .as("seed %d of %d per second: the level of the central bucket", seed, perSecond)
          .isGreaterThanOrEqualTo(-1e-6);
      // Else nothing was tried.
      assertThat(world.admitted).as("seed %d", seed).isGreaterThan(perSecond * 40 / 3);
      assertThat(world.admittedByLeaves).as("seed %d", seed).isPositive();
    }
  }

  @Test
  void withoutFaultsLeavesAloneGetMostOfTheLimit() {
    World world = new World(7, 1_000, false);
    world.onlyLeaves = true;
    world.run(20_000);

    assertThat(world.lowest).isGreaterThanOrEqualTo(-1e-6);
    assertThat(world.admittedByLeaves).isGreaterThan(13_000);
  }

  /** What is under way, in order of its arrival. */
  private record Message(long atMillis, long order, Runnable arrive) {}

  private static final class World {
    private final Random random;
    private final boolean faults;
    private final Limit limit;
    private final LeaseParent region = new LeaseParent(1, LeaseTimes.EDGE);
    private final PriorityQueue<Message> underWay =
        new PriorityQueue<>(
            Comparator.comparingLong(Message::atMillis).thenComparingLong(Message::order));
    private final List<Edge> edges = new ArrayList<>();
    private final List<Envoy> envoys = new ArrayList<>();
    private boolean onlyLeaves;
    private long nowMillis = 10_000;
    private long order;
    private double level;
    private double lowest;
    private long admitted;
    private long admittedByLeaves;

    /** Where callers are, one bit for each edge. */
    private int crowds = 3;

    private long crowdsMillis;

    World(long seed, long perSecond, boolean faults) {
      this.random = new Random(seed);
      this.faults = faults;
      this.limit = Limit.perSecond("requests", perSecond, Math.max(8, perSecond / 10));
      this.level = limit.burst();
      this.lowest = level;
      for (int i = 0; i < 2; i++) {
        edges.add(new Edge(this, "e" + i));
      }
      for (int i = 0; i < 6; i++) {
        envoys.add(new Envoy(this, edges.get(i % 2), i));
      }
    }

    long now() {
      return nowMillis * MILLI;
    }

    void run(long millis) {
      for (long end = nowMillis + millis; nowMillis < end; nowMillis += STEP_MILLIS) {
        level = Math.min(limit.burst(), level + limit.quota() * STEP_MILLIS / 1e3);
        while (!underWay.isEmpty() && underWay.peek().atMillis() <= nowMillis) {
          underWay.poll().arrive().run();
        }
        if (nowMillis % 50 == 0) {
          round();
        }
        if (nowMillis >= crowdsMillis) {
          crowds = onlyLeaves ? 3 : 1 + random.nextInt(3);
          crowdsMillis = nowMillis + 1_000 + random.nextInt(5_000);
        }
        edges.forEach(Edge::step);
        envoys.forEach(Envoy::step);
        lowest = Math.min(lowest, level);
      }
    }

    void admitted() {
      admitted++;
      level--;
    }

    void after(long millis, Runnable arrive) {
      underWay.add(new Message(nowMillis + millis, order++, arrive));
    }

    /** Between 0 and {@code most}, and none where there are no faults. */
    long delay(int most) {
      return faults ? random.nextInt(most + 1) : 0;
    }

    boolean isCrowded(Edge edge) {
      return (crowds & 1 << edges.indexOf(edge)) != 0;
    }

    boolean chance(double probability) {
      return faults && random.nextDouble() < probability;
    }

    private void round() {
      Share whole = new Share(limit.rateMilli(), limit.depthMilli());
      Holding holding =
          Holding.ofRoot(
              KEY,
              whole,
              new Share(limit.rateMilli() / 100, limit.depthMilli() / 8),
              new Holding.Times(3_600_000 * MILLI, 3_000, 18_000),
              child -> ClaimTerms.EQUAL);
      for (Grants grants : region.round(now(), List.of(holding))) {
        if (!chance(0.05)) {
          edges.forEach(edge -> edge.granted(grants));
        }
      }
    }

    PolicyRecord budget() {
      return new PolicyRecord(
          PolicyKey.budget("acme"), 1, 1, Budget.of(limit), 0, 0, "maria", "for the test");
    }
  }

  /** One edge with its callers, its disk and its streams. */
  private static final class Edge {
    private final World world;
    private final String node;
    private EdgeCore core;
    private Gate gate = new Gate();
    private Snapshot disk = Snapshot.empty();
    private int boots;
    private long upMillis;
    private long writtenMillis;
    private long busyMillis;
    private boolean busy;

    Edge(World world, String node) {
      this.world = world;
      this.node = node;
      this.core = new EdgeCore(node, Boot.of(1, 1));
      start();
    }

    boolean isUp() {
      return world.nowMillis >= upMillis;
    }

    private void start() {
      boots++;
      gate = new Gate();
      core = new EdgeCore(node, Boot.of(node.hashCode(), boots));
      perform(core.step(world.now(), new EdgeInput.Resumed(disk)));
      perform(core.step(world.now(), new EdgeInput.PolicyRead(world.budget())));
      perform(core.step(world.now(), new EdgeInput.PolicyComplete()));
    }

    void step() {
      if (!isUp()) {
        return;
      }
      if (world.chance(0.0001)) {
        if (world.random.nextBoolean()) {
          crash();
        } else {
          feed(new EdgeInput.Stopping());
        }
        return;
      }
      if (world.nowMillis % 50 == 0) {
        feed(new EdgeInput.Tick(gate.readUsage(world.now()), gate.drainStrangers()));
      }
      if (world.nowMillis >= busyMillis) {
        busy = !world.onlyLeaves && world.random.nextInt(8) > 0;
        busyMillis = world.nowMillis + 200 + world.random.nextInt(4_000);
      }
      for (int i = 0; busy && world.isCrowded(this) && i < 50; i++) {
        if (gate.decide("acme", 1, world.now()).verdict() != Verdict.ADMIT) {
          return;
        }
        world.admitted();
      }
    }

    private void crash() {
      upMillis = world.nowMillis + world.random.nextInt(500);
      EdgeCore dead = core;
      world.after(
          upMillis - world.nowMillis,
          () -> {
            if (core == dead) {
              start();
            }
          });
      world.envoys.forEach(envoy -> envoy.lost(this));
    }

    void feed(EdgeInput input) {
      if (isUp()) {
        perform(core.step(world.now(), input));
      }
    }

    void granted(Grants grants) {
      if (grants.node().equals(node)) {
        world.after(world.delay(150), () -> feed(new EdgeInput.GrantsRead(grants)));
      }
    }

    private void perform(List<EdgeEffect> effects) {
      for (EdgeEffect effect : effects) {
        switch (effect) {
          case EdgeEffect.PublishTable publish -> gate.publish(world.now(), publish.table());
          case EdgeEffect.TellLeaves tell ->
              tell.actions().forEach(each -> world.envoys.forEach(e -> e.told(this, each)));
          case EdgeEffect.SendReport send -> {
            if (!world.chance(0.05)) {
              world.after(world.delay(150), () -> world.region.receive(world.now(), send.report()));
            }
          }
          case EdgeEffect.Persist persist -> {
            EdgeCore writer = core;
            writtenMillis = Math.max(writtenMillis, world.nowMillis + world.delay(80));
            world.after(writtenMillis - world.nowMillis, () -> written(writer, persist.snapshot()));
          }
          case EdgeEffect.Finish finish -> {
            Report last = finish.last();
            if (last != null) {
              world.after(world.delay(150), () -> world.region.receive(world.now(), last));
            }
            crash();
          }
          default -> {}
        }
      }
    }

    private void written(EdgeCore writer, Snapshot snapshot) {
      if (core == writer && isUp()) {
        disk = snapshot;
        feed(new EdgeInput.Persisted(snapshot.stamp(), snapshot.durableVersion()));
      }
    }
  }

  /** One Envoy of one edge, with a bucket for the tenant. */
  private static final class Envoy {
    private final World world;
    private final Edge edge;
    private final PlayedLeaf bucket;
    private @Nullable LeafId leaf;
    private long streams;
    private long reportMillis;
    private long arrivesMillis;
    private long busyMillis;
    private boolean busy;

    Envoy(World world, Edge edge, int number) {
      this.world = world;
      this.edge = edge;
      this.streams = number * 1_000L;
      this.bucket = new PlayedLeaf(world.faults ? number % 2 == 0 ? 0.999 : 1.001 : 1);
    }

    void lost(Edge gone) {
      if (gone == edge) {
        leaf = null;
      }
    }

    void told(Edge from, LeafAction action) {
      if (from != edge || !action.leaf().equals(leaf)) {
        return;
      }
      arrivesMillis = Math.max(arrivesMillis, world.nowMillis + world.delay(500));
      world.after(
          arrivesMillis - world.nowMillis,
          () -> {
            if (action instanceof LeafAction.Assign assign) {
              bucket.read(world.now(), assign);
            }
          });
    }

    void step() {
      if (leaf != null && world.chance(0.0001)) {
        edge.feed(new EdgeInput.LeavesGone(leaf.stream()));
        leaf = null;
      }
      if (world.nowMillis >= reportMillis && edge.isUp()) {
        reportMillis = world.nowMillis + 400 + world.random.nextInt(400);
        LeafId id = leaf == null ? new LeafId(++streams, 1) : leaf;
        leaf = id;
        edge.feed(new EdgeInput.LeavesReported(List.of(bucket.report(id, "acme"))));
      }
      if (world.nowMillis >= busyMillis) {
        busy = world.onlyLeaves || world.random.nextInt(8) > 0;
        busyMillis = world.nowMillis + 200 + world.random.nextInt(4_000);
      }
      for (int i = 0; busy && world.isCrowded(edge) && i < 50; i++) {
        if (!bucket.ask(world.now())) {
          return;
        }
        world.admittedByLeaves++;
        world.admitted();
      }
    }
  }
}
