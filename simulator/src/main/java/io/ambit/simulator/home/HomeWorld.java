package io.ambit.simulator.home;

import io.ambit.lease.Report;
import io.ambit.lease.WriteMark;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.WriteHome;
import io.ambit.simulator.home.HomeSchedules.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * One schedule: two arbiters, two or three regions of two edges, one tenant; one store for all, or
 * one for each region that follows the others late. Rounds of any length in which everybody does
 * what is due, in any order, or does nothing for a while; what is said arrives later, twice, in
 * another order or not at all, in one direction or both.
 */
final class HomeWorld {
  static final String TENANT = "acme";
  private static final long MILLI = 1_000_000;
  private static final int ROUNDS = 70;
  private static final int EDGES_PER_REGION = 2;
  private static final int MOST_UNDER_WAY = 48;
  private static final String[] NAMES = {"eu", "us", "ap"};

  /** A write that an edge admitted, on its way to the store. */
  private record Written(String region, long token) {}

  private final SplittableRandom dice;
  private final Tally tally;
  private final HomeLog log = new HomeLog();
  private final HomeChecks checks = new HomeChecks();
  private final Map<String, HomeStore> stores = new LinkedHashMap<>();
  private final boolean oneStore;
  private final ArbiterNode[] arbiters;
  private final Map<String, RegionNode> regions = new LinkedHashMap<>();
  private final List<RegionNode> regionList = new ArrayList<>();
  private final List<EdgeNode> edges = new ArrayList<>();
  private final List<Object> underWay = new ArrayList<>();
  private final List<Written> writes = new ArrayList<>();

  /** How often what is sent gets lost, by who sends: a link cut one way loses all. */
  private final Map<Object, Double> loss = new LinkedHashMap<>();

  /** Who does nothing, until which round. */
  private final Map<Object, Integer> paused = new LinkedHashMap<>();

  /** Who hears leases but does not read the log, until which round. */
  private final Map<Object, Integer> late = new LinkedHashMap<>();

  private final double calm;

  /** Whether homes leave a silent region by themselves. */
  private final boolean automatic;

  private long leaseMillis;
  private long written;
  private long nanos;

  HomeWorld(long seed, HomeRules rules, Tally tally) {
    this.dice = new SplittableRandom(seed);
    this.tally = tally;
    this.oneStore = dice.nextBoolean();
    HomeStore common = new HomeStore(rules.storeChecks());
    this.calm = dice.nextDouble();
    this.automatic = oneStore && dice.nextBoolean();
    this.leaseMillis = drawLease();
    this.arbiters =
        new ArbiterNode[] {
          new ArbiterNode(HomeClock.draw(dice), rules), new ArbiterNode(HomeClock.draw(dice), rules)
        };
    int count = dice.nextInt(2, NAMES.length + 1);
    for (int i = 0; i < count; i++) {
      RegionNode region = new RegionNode(NAMES[i], HomeClock.draw(dice));
      regions.put(region.name, region);
      regionList.add(region);
      stores.put(region.name, oneStore ? common : new HomeStore(rules.storeChecks()));
      for (int j = 1; j <= EDGES_PER_REGION; j++) {
        edges.add(new EdgeNode(NAMES[i] + "-" + j, region, HomeClock.draw(dice), rules));
      }
    }
  }

  /** Short, or as long as can be. */
  private long drawLease() {
    return dice.nextBoolean()
        ? dice.nextLong(FailoverPolicy.Homes.SHORTEST_LEASE_MILLIS, 4_000)
        : FailoverPolicy.Homes.LONGEST_LEASE_MILLIS;
  }

  void run() {
    arbiters[0].lead(nanos, log);
    WriteHome first = WriteHome.first(NAMES[0], "f");
    log.append(1, new HomeLog.Entry(first, first.epoch()));
    for (int round = 0; round < ROUNDS; round++) {
      nanos += length() * MILLI;
      disturb(round);
      act(round);
      deliver();
    }
    tally.schedules++;
  }

  /** Mostly shorter than a lease, sometimes longer. */
  private long length() {
    int kind = dice.nextInt(20);
    if (kind == 0) {
      return dice.nextLong(3_000, 16_000);
    }
    return kind < 8 ? dice.nextLong(1, 60) : dice.nextLong(60, 900);
  }

  private boolean happens(double probability) {
    return dice.nextDouble() < probability;
  }

  private void disturb(int round) {
    double rate = 0.12 * (1 - calm);
    if (happens(rate)) {
      EdgeNode edge = edges.get(dice.nextInt(edges.size()));
      edge.restart();
      tally.faults++;
    }
    if (happens(rate / 2)) {
      anyRegion().changeOwner();
      tally.faults++;
    }
    if (happens(rate / 2)) {
      arbiters[dice.nextInt(2)].lead(nanos, log);
      tally.faults++;
    }
    if (happens(rate)) {
      Object who = anybody();
      paused.put(who, round + dice.nextInt(1, 15));
      tally.faults++;
    }
    if (happens(rate / 2)) {
      dies(anyRegion(), round + dice.nextInt(3, 40), dice.nextBoolean());
      tally.faults++;
    }
    if (happens(0.01)) {
      leaseMillis = drawLease();
    }
    if (happens(rate)) {
      late.put(anybody(), round + dice.nextInt(1, 40));
      tally.faults++;
    }
    if (happens(rate)) {
      Object who = anybody();
      loss.merge(who, 1.0, (before, cut) -> before >= 1 ? 0.1 : 1.0);
      tally.faults++;
    }
  }

  /** All of a region stands still; what was killed wakes up as something else. */
  private void dies(RegionNode region, int until, boolean killed) {
    paused.put(region, until);
    if (killed) {
      region.changeOwner();
    }
    for (EdgeNode edge : edges) {
      if (edge.region.equals(region)) {
        paused.put(edge, until);
        if (killed) {
          edge.restart();
        }
      }
    }
  }

  private RegionNode anyRegion() {
    return regionList.get(dice.nextInt(regionList.size()));
  }

  private Object anybody() {
    int which = dice.nextInt(edges.size() + regions.size() + 2);
    if (which < edges.size()) {
      return edges.get(which);
    }
    which -= edges.size();
    return which < regions.size() ? anyRegion() : arbiters[which - regions.size()];
  }

  private boolean isAwake(Object who, int round) {
    Integer until = paused.get(who);
    return (until == null || round >= until) && happens(0.9);
  }

  private boolean reads(Object who, int round, double probability) {
    Integer until = late.get(who);
    return (until == null || round >= until) && happens(probability);
  }

  private void act(int round) {
    // The order of a round is drawn too: edges first or last, or among the others.
    switch (dice.nextInt(3)) {
      case 0 -> {
        edgesAct(round);
        regionsAct(round);
        arbitersAct(round);
      }
      case 1 -> {
        arbitersAct(round);
        regionsAct(round);
        edgesAct(round);
      }
      default -> {
        regionsAct(round);
        edgesAct(round);
        arbitersAct(round);
      }
    }
  }

  private void arbitersAct(int round) {
    for (ArbiterNode arbiter : arbiters) {
      if (arbiter.believesToLead() && isAwake(arbiter, round)) {
        act(arbiter);
      }
    }
  }

  private void act(ArbiterNode arbiter) {
    HomeLog.Entry appended = arbiter.append(log);
    if (appended != null) {
      checks.recorded(nanos, appended);
      tally.recorded(appended.home());
    }
    if (happens(0.9)) {
      arbiter.read(nanos, log);
    }
    if (happens(0.12)) {
      // Where stores follow each other, a move that does not await marks loses what it is told to.
      arbiter.ask(log, anyRegion().name, oneStore && happens(0.3), !oneStore);
    }
    if (automatic && happens(0.8)) {
      arbiter.takeOver(nanos, log);
    }
    if (happens(0.01)) {
      arbiter.abort();
    }
    arbiter.decide(nanos, log);
    for (RegionNode.Given given : arbiter.gives(log, regions, leaseMillis)) {
      send(arbiter, given);
    }
  }

  private void regionsAct(int round) {
    for (RegionNode region : regions.values()) {
      if (isAwake(region, round)) {
        if (reads(region, round, 0.85)) {
          region.read(log.end() - (happens(0.1) && log.end() > 0 ? 1 : 0));
        }
        tellMarks(region);
        send(region, region.report(nanos));
        for (EdgeNode.Given given : region.answers(nanos)) {
          send(region, given);
        }
      }
    }
  }

  /** The store at the source takes nothing older first, then says how much there is. */
  private void tellMarks(RegionNode region) {
    HomeStore store = stores.get(region.name);
    if (region.known() == 0 || store == null || happens(0.3)) {
      return;
    }
    HomeLog.Entry entry = log.at(region.known());
    WriteHome home = entry.home();
    boolean ended = home.state() == WriteHome.State.ACTIVATING;
    if (home.awaitsMarks() && home.isMoving() && !ended) {
      if (home.home().equals(region.name)) {
        store.advance(entry.epoch());
        region.mark(new WriteMark(TENANT, entry.epoch(), store.applied()));
      } else if (region.name.equals(home.target())) {
        region.mark(new WriteMark(TENANT, entry.epoch(), store.applied()));
      }
    }
  }

  /** Stores follow whoever has most. */
  private void replicate() {
    for (HomeStore store : stores.values()) {
      if (happens(0.4)) {
        long missing = written - store.applied();
        store.apply(store.applied() + (happens(0.5) ? missing : missing / 2));
      }
    }
  }

  private void edgesAct(int round) {
    for (EdgeNode edge : edges) {
      if (!isAwake(edge, round)) {
        continue;
      }
      if (reads(edge, round, 0.8)) {
        edge.read(happens(0.2) ? dice.nextInt(edge.region.known() + 1) : edge.region.known());
      }
      if (happens(0.7)) {
        edge.persist();
      }
      send(edge, edge.report(nanos));
      write(edge);
    }
  }

  private void write(EdgeNode edge) {
    OptionalLong epoch = edge.admits(nanos, log);
    if (epoch.isPresent()) {
      checks.admitted(nanos, edge.region.name, epoch.getAsLong());
      tally.admitted++;
      writes.add(new Written(edge.region.name, epoch.getAsLong()));
    }
  }

  private void send(Object from, Object message) {
    if (happens(loss.getOrDefault(from, 0.05)) || underWay.size() >= MOST_UNDER_WAY) {
      return;
    }
    underWay.add(message);
    if (happens(0.05)) {
      underWay.add(message);
    }
  }

  private void deliver() {
    replicate();
    for (int i = underWay.size(); i > 0 && !underWay.isEmpty(); i--) {
      if (happens(0.75)) {
        take(remove(underWay, dice.nextInt(underWay.size())));
      }
    }
    for (int i = writes.size(); i > 0; i--) {
      if (happens(0.7)) {
        Written write = remove(writes, dice.nextInt(writes.size()));
        HomeStore store = stores.get(write.region());
        if (store != null && store.accepts(write.token())) {
          checks.accepted(nanos, write.region(), write.token());
          checks.onTopOf(nanos, store.applied(), written);
          store.apply(++written);
          tally.accepted++;
        } else {
          tally.refused++;
        }
      }
    }
  }

  /** In any order, so the last may take its place. */
  private static <T> T remove(List<T> from, int index) {
    T last = from.removeLast();
    return index == from.size() ? last : from.set(index, last);
  }

  private void take(Object message) {
    switch (message) {
      case EdgeNode.Said said -> said.edge().region.hear(nanos, said);
      case EdgeNode.Given given -> given.edge().hear(given);
      case RegionNode.Given given -> given.region().hear(given);
      case Report report -> {
        for (ArbiterNode arbiter : arbiters) {
          arbiter.hear(nanos, report);
        }
      }
      default -> throw new IllegalStateException(message.toString());
    }
  }
}
