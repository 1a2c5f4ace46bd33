package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An arbiter, two regions and four edges with the real escrow classes, over a network that loses,
 * doubles, delays and reorders, on logs of which only the newest record per node is kept, with
 * clocks up to twenty seconds apart. Time moves in steps of 50 ms and begins a minute before an
 * hour ends.
 */
final class Tree {
  static final LimitKey KEY = new LimitKey("acme", "tokens");
  static final long HOUR = 3_600;
  static final long STEP_NANOS = 50_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long START_SECONDS = 500_000 * HOUR - 60;

  final Limit limit;
  final SortedMap<Account, Long> charged = new TreeMap<>();
  final List<Edge> edges = new ArrayList<>();
  final List<Region> regions = new ArrayList<>();
  Arbiter arbiter;
  boolean faulty = true;
  boolean thirsty;
  private final Random random;
  private final List<Message> underWay = new ArrayList<>();
  private long nowNanos = SECOND;
  private long boots;

  private record Message(long atNanos, Runnable delivery) {}

  Tree(long seed, long quota) {
    this.random = new Random(seed);
    this.limit = new Limit("tokens", "tokens", quota, HOUR, quota, 0, quota, 1, new TreeMap<>());
    this.arbiter = new Arbiter(new TreeMap<>());
    for (String name : List.of("eu", "us")) {
      Region region = new Region(name);
      regions.add(region);
      edges.add(new Edge(name + "-1", region));
      edges.add(new Edge(name + "-2", region));
    }
  }

  /** The period in force by the true clock. */
  Account account() {
    return new Account(KEY, limit.periodAt(START_SECONDS + nowNanos / SECOND));
  }

  void step() {
    nowNanos += STEP_NANOS;
    for (Iterator<Message> messages = underWay.iterator(); messages.hasNext(); ) {
      Message message = messages.next();
      if (message.atNanos() - nowNanos <= 0) {
        messages.remove();
        due.add(message);
      }
    }
    due.forEach(message -> message.delivery().run());
    due.clear();
    arbiter.step();
    regions.forEach(Region::step);
    edges.forEach(Edge::step);
    if (faulty) {
      strike();
    }
  }

  private final List<Message> due = new ArrayList<>();

  private void strike() {
    if (random.nextInt(400) == 0) {
      edges.get(random.nextInt(edges.size())).crash(random.nextInt(3));
    }
    if (random.nextInt(600) == 0) {
      regions.get(random.nextInt(regions.size())).restart();
    }
    if (random.nextInt(600) == 0) {
      arbiter = new Arbiter(arbiter.log);
    }
  }

  private void send(Runnable delivery) {
    int copies = !faulty ? 1 : random.nextInt(10) == 0 ? 0 : random.nextInt(10) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long late = faulty && random.nextInt(20) == 0 ? 8 * SECOND : 200_000_000;
      underWay.add(new Message(nowNanos + random.nextLong(late), delivery));
    }
  }

  private long wallSeconds(long skewSeconds) {
    return START_SECONDS + nowNanos / SECOND + skewSeconds;
  }

  /** What dead boots were allotted and did not spend: it is lost until the period ends. */
  long strandedAtTheDead(Account account) {
    long stranded = 0;
    for (Region region : regions) {
      for (Allotments record : region.log.values()) {
        for (Allotment each : record.allotments()) {
          if (each.account().equals(account) && !isAlive(each.boot())) {
            long spent =
                spentByBoot.getOrDefault(each.boot(), new TreeMap<>()).getOrDefault(account, 0L);
            stranded += each.allottedMilli() - spent;
          }
        }
      }
    }
    return stranded;
  }

  private boolean isAlive(Boot boot) {
    return edges.stream().anyMatch(edge -> edge.boot.equals(boot));
  }

  final Map<Boot, SortedMap<Account, Long>> spentByBoot =
      new TreeMap<>(java.util.Comparator.comparing(Boot::id));

  final class Arbiter {
    final SortedMap<String, Allotments> log;
    private final EscrowParent escrow = new EscrowParent();
    private final long skewSeconds = random.nextLong(-20, 21);

    Arbiter(SortedMap<String, Allotments> log) {
      this.log = log;
      log.values().forEach(escrow::restore);
    }

    void step() {
      for (Allotments record : escrow.round(nowNanos, wallSeconds(skewSeconds), holdings())) {
        log.put(record.node(), record);
        regions.forEach(region -> send(() -> region.relay.apply(record)));
      }
    }

    private Holdings holdings() {
      return new Holdings() {
        @Override
        public long milli(Account account) {
          Period period = account.period();
          boolean known = limit.periodAt(period.startSeconds()).equals(period);
          return known ? limit.quotaMilli() : 0;
        }

        @Override
        public boolean mayGrow(Account account) {
          return false;
        }
      };
    }
  }

  final class Region {
    final String name;
    final SortedMap<String, Allotments> log = new TreeMap<>();
    EscrowRelay relay;
    private long epoch = 1;
    private final long skewSeconds = random.nextLong(-20, 21);

    Region(String name) {
      this.name = name;
      this.relay = new EscrowRelay(name, epoch << 32);
    }

    void restart() {
      relay = new EscrowRelay(name, ++epoch << 32);
      log.values().forEach(relay::restore);
    }

    void step() {
      for (Allotments record : relay.round(nowNanos, wallSeconds(skewSeconds))) {
        log.put(record.node(), record);
        edges.forEach(edge -> send(() -> edge.receive(record)));
      }
      relay
          .report(nowNanos)
          .ifPresent(report -> send(() -> arbiter.escrow.receive(nowNanos, report)));
    }
  }

  final class Edge {
    final String name;
    private final Region region;
    private final long skewSeconds = random.nextLong(-20, 21);
    private final SortedMap<Account, Long> spent = new TreeMap<>();
    private final SortedMap<Account, Long> refused = new TreeMap<>();
    private EscrowMemory disk = EscrowMemory.EMPTY;
    private EscrowHolder holder;
    Boot boot;

    Edge(String name, Region region) {
      this.name = name;
      this.region = region;
      this.boot = Boot.of(1, ++boots);
      this.holder = new EscrowHolder(name, boot);
    }

    /** 0: the disk is lost; 1: the machine started anew; 2: the process alone did. */
    void crash(int kind) {
      disk =
          kind == 0
              ? EscrowMemory.EMPTY
              : kind == 1
                  ? new EscrowMemory(null, List.of(), disk.closings(), disk.version())
                  : disk;
      spent.clear();
      refused.clear();
      boot = Boot.of(1, ++boots);
      holder = new EscrowHolder(name, boot);
      holder.resume(disk);
    }

    void receive(Allotments record) {
      holder.apply(record);
    }

    void step() {
      List<Spent> readings = new ArrayList<>();
      spent.forEach(
          (account, milli) ->
              readings.add(
                  new Spent(
                      account,
                      milli,
                      refused.getOrDefault(account, 0L),
                      refused.getOrDefault(account, 0L))));
      refused.clear();
      holder.read(nowNanos, readings);
      holder.follow(nowNanos, wallSeconds(skewSeconds), Map.of(KEY, limit));
      if (holder.isUnwritten() && (!faulty || random.nextInt(3) > 0)) {
        disk = holder.memory();
        holder.written(disk.version());
      }
      Optional<EscrowReport> report = holder.report(nowNanos);
      report.ifPresent(each -> send(() -> region.relay.receive(nowNanos, each)));
      int requests = thirsty ? 5 : random.nextInt(8) == 0 ? random.nextInt(20) : 0;
      for (int i = 0; i < requests; i++) {
        ask(1_000 * (thirsty ? 1 : 1 + random.nextLong(10)));
      }
    }

    private void ask(long costMilli) {
      Account now = new Account(KEY, limit.periodAt(wallSeconds(skewSeconds)));
      for (Purse purse : holder.purses(KEY)) {
        if (!purse.account().equals(now)) {
          continue;
        }
        long before = spent.getOrDefault(now, purse.spentMilli());
        if (before + costMilli <= purse.capMilli()) {
          spend(now, before, costMilli);
        } else {
          spent.put(now, before);
          refused.merge(now, costMilli, Math::max);
        }
      }
    }

    private void spend(Account now, long before, long costMilli) {
      // One in ten takes only half of what it was charged.
      long took = random.nextInt(10) == 0 ? costMilli / 2 : costMilli;
      spent.put(now, before + took);
      charged.merge(now, took, Long::sum);
      spentByBoot.computeIfAbsent(boot, none -> new TreeMap<>()).merge(now, took, Long::sum);
    }
  }
}
