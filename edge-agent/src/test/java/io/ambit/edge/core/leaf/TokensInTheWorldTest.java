package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.leaf.LeafTerms.Held;
import io.ambit.edge.core.leaf.LeafTerms.Leased;
import io.ambit.lease.Durations;
import io.ambit.lease.Exposure;
import io.ambit.lease.Share;
import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One edge's gate and four leaves on a lease that grows and shrinks, streams that break, and
 * assignments that are read up to half a second late: at every moment, the tokens that gate and
 * leaves have together are no more than a single bucket would have that fills at what the region
 * charges: the lease, or what is exposed where that is more.
 */
class TokensInTheWorldTest {
  private static final long MILLI = 1_000_000;
  private static final int STEP_MILLIS = 5;
  private static final LimitKey KEY = new LimitKey("acme", "requests");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areNeverMoreThanASingleBucketWouldHave(boolean shrinks) {
    for (long seed = 1; seed <= 60; seed++) {
      World world = new World(seed, shrinks);
      world.run(20_000);
      assertThat(world.told).as("seed %d: buckets told", seed).isGreaterThan(20);
      assertThat(world.tightest)
          .as("seed %d: tokens of the single bucket beyond those there are", seed)
          .isGreaterThanOrEqualTo(-1e-3);
    }
  }

  /** A leaf that reads later than it may gains no more than it was told once. */
  @Test
  void whoReadsTooLateUsesAtMostOneAssignmentLate() {
    PlayedLeaf leaf = new PlayedLeaf(1);
    Leaves leaves = new Leaves();
    LeafId id = new LeafId(1, 1);
    Held held = new Held(new Share(100_000, 40_000), Long.MAX_VALUE / 2);
    List<LeafAction.Assign> unread = new ArrayList<>();
    leaves.report(0, new LeafReport(id, "acme", 1, 0));
    for (long millis = 0; millis < 60_000; millis += 50) {
      for (LeafAction action :
          leaves.step(
              millis * MILLI, false, tenant -> new Leased(new TreeMap<>(Map.of(KEY, held))))) {
        unread.add((LeafAction.Assign) action);
      }
    }
    assertThat(unread.size()).isLessThan(20);
    unread.forEach(each -> leaf.read(60_000 * MILLI, each));
    int admitted = 0;
    for (long millis = 60_000; millis < 70_000; millis++) {
      admitted += leaf.ask(millis * MILLI) ? 1 : 0;
    }
    Strategy.Tokens last = (Strategy.Tokens) unread.getLast().strategy();
    assertThat(admitted).isPositive();
    assertThat((long) admitted)
        .isLessThanOrEqualTo(
            last.maxTokens() + LeafSpans.LONGEST_SECONDS * last.tokensPerFill() / 10 + 1);
  }

  private record Message(long atMillis, long order, Runnable arrive) {}

  private static final class World {
    private final Random random;
    private final boolean shrinks;
    private final Leaves leaves = new Leaves();
    private final List<Client> clients = new ArrayList<>();
    private final PriorityQueue<Message> underWay =
        new PriorityQueue<>(
            Comparator.comparingLong(Message::atMillis).thenComparingLong(Message::order));
    private Share lease = new Share(200_000, 40_000);
    private Share gate = Share.NONE;
    private double gateMilli;
    private double single;
    private double tightest = Double.MAX_VALUE;
    private long nowMillis = 1_000;
    private long changeMillis;
    private long drainMillis;
    private boolean drains;
    private long order;
    private int told;

    World(long seed, boolean shrinks) {
      this.random = new Random(seed);
      this.shrinks = shrinks;
      for (int i = 0; i < 4; i++) {
        clients.add(new Client(i));
      }
    }

    long now() {
      return nowMillis * MILLI;
    }

    void run(long millis) {
      for (long end = nowMillis + millis; nowMillis < end; nowMillis += STEP_MILLIS) {
        fill();
        while (!underWay.isEmpty() && underWay.peek().atMillis() <= nowMillis) {
          underWay.poll().arrive().run();
        }
        boolean changes = shrinks && nowMillis >= changeMillis;
        if (changes) {
          changeMillis = nowMillis + 300 + random.nextInt(3_000);
          lease = new Share(20_000 + random.nextInt(300_000), 4_000 + random.nextInt(60_000));
        }
        if (changes || nowMillis % 50 == 0) {
          step(changes);
        }
        clients.forEach(Client::step);
        drain();
        double there = gateMilli;
        for (Client client : clients) {
          there += client.leaf.tokens(now()) * 1e3;
        }
        tightest = Math.min(tightest, single - there);
      }
    }

    /** Callers at the gate take all there is, or nothing for a while. */
    private void drain() {
      if (nowMillis >= drainMillis) {
        drains = random.nextInt(4) > 0;
        drainMillis = nowMillis + random.nextInt(4_000);
      }
      if (drains) {
        single -= gateMilli;
        gateMilli = 0;
      }
    }

    private Share charged() {
      List<Exposure> exposed = leaves.exposure(now(), key -> held());
      return exposed.isEmpty() ? lease : lease.max(exposed.getFirst().lease());
    }

    private void fill() {
      Share charged = charged();
      double seconds = STEP_MILLIS / 1e3;
      single = Math.min(charged.depthMilli(), single + charged.rateMilli() * seconds);
      gateMilli =
          Math.min(gate.depthMilli(), gateMilli + Durations.derated(gate.rateMilli()) * seconds);
    }

    private Held held() {
      return new Held(lease, now() + 18_000 * MILLI);
    }

    private void step(boolean changes) {
      TreeMap<LimitKey, Held> held = new TreeMap<>(Map.of(KEY, held()));
      List<LeafAction> actions = leaves.step(now(), changes, tenant -> new Leased(held));
      gate = leaves.left("acme", lease);
      leaves.told();
      gateMilli = Math.min(gateMilli, gate.depthMilli());
      single = Math.min(single, charged().depthMilli());
      for (LeafAction action : actions) {
        clients.forEach(client -> client.told(action));
      }
    }

    /** One Envoy; asks much, or nothing for a while, so that what is due to it changes. */
    private final class Client {
      private final PlayedLeaf leaf;
      private @Nullable LeafId id;
      private long streams;
      private long arrivesMillis;
      private long reportMillis;
      private long busyMillis;
      private boolean busy;

      Client(int number) {
        streams = 1_000L * number;
        leaf = new PlayedLeaf(number % 2 == 0 ? 0.999 : 1.001);
      }

      void told(LeafAction action) {
        if (action instanceof LeafAction.Assign assign && action.leaf().equals(id)) {
          told++;
          arrivesMillis = Math.max(arrivesMillis, nowMillis + random.nextInt(501));
          underWay.add(new Message(arrivesMillis, order++, () -> leaf.read(now(), assign)));
        }
      }

      void step() {
        if (id != null && random.nextInt(1_000) == 0) {
          leaves.end(id.stream());
          id = null;
        }
        if (nowMillis >= reportMillis) {
          reportMillis = nowMillis + 300 + random.nextInt(700);
          LeafId mine = id == null ? new LeafId(++streams, 1) : id;
          id = mine;
          leaves.report(now(), leaf.report(mine, "acme"));
        }
        if (nowMillis >= busyMillis) {
          busy = random.nextInt(4) > 0;
          busyMillis = nowMillis + random.nextInt(5_000);
        }
        for (int i = 0; busy && i < 3 && leaf.ask(now()); i++) {
          single -= 1_000;
        }
      }
    }
  }
}
