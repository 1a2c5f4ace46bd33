package io.ambit.simulator.world;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Command;
import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.lease.Witness;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.region.core.RegionCore;
import io.ambit.simulator.bus.Broker;
import io.ambit.simulator.bus.Fates;
import io.ambit.simulator.bus.Group;
import io.ambit.simulator.bus.Link;
import io.ambit.simulator.bus.Link.Weather;
import io.ambit.simulator.bus.Stored;
import io.ambit.simulator.engine.Agenda;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.engine.DriftingClock;
import io.ambit.simulator.invariant.Contract;
import io.ambit.simulator.invariant.IntentKept;
import io.ambit.simulator.invariant.OneWriter;
import io.ambit.simulator.invariant.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything there is: processes, clusters, links, people. One thread, one seed, one outcome: the
 * {@link #traceHash} of two runs of the same seed and faults is the same.
 */
public final class World {
  static final String POLICY = "ambit.policy";
  static final String GLOBAL_GRANTS = "ambit.global.grants";
  static final String GLOBAL_SUMMARIES = "ambit.global.summaries";
  static final String AUDIT = "ambit.audit";
  private static final long CLOCK = Dice.key("clock");
  private static final long BOOT = Dice.key("boot");
  private static final long NEARBY_NANOS = 10_000_000_000L;
  private static final long NEAR_NANOS = 500_000;

  private final Plan plan;
  private final Dice dice;
  private Fates fates = Fates.USUAL;
  private final Agenda agenda = new Agenda();
  private final SortedMap<String, Link> links = new TreeMap<>();
  private final SortedMap<String, Monitor> monitors = new TreeMap<>();
  private final SortedMap<String, Limit> wished = new TreeMap<>();
  private final SortedMap<String, Long> graces = new TreeMap<>();
  private final WrittenOff writtenOff = new WrittenOff(this);
  private final OneWriter oneWriter = new OneWriter();
  private final IntentKept intent = new IntentKept();
  private final Traffic traffic;
  private final Operators operators;
  private final Broker global;
  private final List<Site> sites = new ArrayList<>();
  private final List<ArbiterProcess> arbiters = new ArrayList<>();
  private final List<RegionProcess> regions = new ArrayList<>();
  private final List<EdgeProcess> edges = new ArrayList<>();
  private long draws;
  private long servedNanos;
  private long traceHash = 1;
  private double tightness;
  private final SortedMap<String, Integer> owners = new TreeMap<>();

  public World(Plan plan) {
    this.plan = plan;
    this.dice = new Dice(plan.seed());
    this.traffic = new Traffic(plan.bytes());
    this.operators = new Operators(this);
    this.global = new Broker("kafka-global", agenda, this::stored);
    populate();
    arbiters.forEach(Process::start);
    regions.forEach(Process::start);
    edges.forEach(Process::start);
    agenda.in(plan.arrivalNanos(), this::serve);
  }

  private void populate() {
    Group leaders = new Group(global);
    for (int i = 1; i <= plan.replicas(); i++) {
      arbiters.add(new ArbiterProcess("arbiter-" + i, this, leaders));
    }
    for (int r = 1; r <= plan.regions(); r++) {
      String region = "r" + r;
      Broker broker = new Broker("kafka-" + region, agenda, this::stored);
      Site site = new Site(region, broker, new Group(broker));
      sites.add(site);
      for (int i = 1; i <= plan.replicas(); i++) {
        regions.add(new RegionProcess("region-" + region + "-" + i, this, site));
      }
      for (int i = 1; i <= plan.edgesPerRegion(); i++) {
        edges.add(new EdgeProcess(region + "-e" + i, this, site));
      }
    }
    for (RegionProcess from : regions) {
      for (RegionProcess to : regions) {
        if (from.site() != to.site()) {
          link(from.name(), to.name());
        }
      }
    }
  }

  public Plan plan() {
    return plan;
  }

  public Agenda agenda() {
    return agenda;
  }

  public Dice dice() {
    return dice;
  }

  public long nowNanos() {
    return agenda.nowNanos();
  }

  public Broker global() {
    return global;
  }

  public List<Site> sites() {
    return Collections.unmodifiableList(sites);
  }

  public List<ArbiterProcess> arbiters() {
    return Collections.unmodifiableList(arbiters);
  }

  public List<RegionProcess> regions() {
    return Collections.unmodifiableList(regions);
  }

  public List<EdgeProcess> edges() {
    return Collections.unmodifiableList(edges);
  }

  public Operators operators() {
    return operators;
  }

  public Traffic meter() {
    return traffic;
  }

  public IntentKept intent() {
    return intent;
  }

  /** Whether messages are lost, doubled and late each by itself. */
  boolean loose() {
    return plan.weather() != Weather.FAIR;
  }

  public Monitor monitor(String tenant) {
    Monitor monitor = monitors.get(tenant);
    if (monitor == null) {
      throw new IllegalArgumentException("tenant: %s has no budget yet".formatted(tenant));
    }
    return monitor;
  }

  public SortedMap<String, Monitor> monitors() {
    return monitors;
  }

  /** Users of {@code tenant} come to {@code edge} from now on. */
  public void users(EdgeProcess edge, String tenant, long cost, boolean random, Demand demand) {
    edge.welcome(new Users(tenant, cost, random, demand));
  }

  /** The same; they go elsewhere by themselves, not because an edge says so. */
  public void heedlessUsers(EdgeProcess edge, String tenant, Demand demand) {
    edge.welcome(new Users(tenant, 1, false, demand).heedless());
  }

  /** One edge of {@code region}, by chance. */
  EdgeProcess anEdge(String region, long bits) {
    List<EdgeProcess> there =
        edges.stream().filter(edge -> edge.site().region().equals(region)).toList();
    return there.get((int) Long.remainderUnsigned(bits >>> 16, there.size()));
  }

  /** Requests per second at a time. */
  @FunctionalInterface
  public interface Demand {
    double perSecond(long nanos);
  }

  public void run(long nanos) {
    agenda.runUntil(agenda.nowNanos() + nanos);
  }

  /** Everything that happened, in one number. */
  public long traceHash() {
    return traceHash;
  }

  void trace(long who, String what, long figure) {
    // A string's hash code is the same in every JVM, and kept in it.
    traceHash = Dice.mix(traceHash ^ agenda.nowNanos() ^ Dice.mix(who ^ what.hashCode()) + figure);
  }

  Link link(String from, String to) {
    return links.computeIfAbsent(
        from + "→" + to,
        name -> {
          Link link = new Link(name, dice, delayNanos(from, to), plan.weather());
          link.follow(fates);
          return link;
        });
  }

  /** What becomes of single messages is chosen from now on, where the weather leaves it to that. */
  public void follow(Fates chosen) {
    fates = chosen;
    links.values().forEach(link -> link.follow(chosen));
  }

  /** All links between a process and a cluster, both ways. */
  public List<Link> linksOf(String process) {
    return links.entrySet().stream()
        .filter(each -> List.of(each.getKey().split("→", -1)).contains(process))
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  public List<Link> links() {
    return List.copyOf(links.values());
  }

  private long delayNanos(String a, String b) {
    boolean arbiter = a.startsWith("arbiter") || b.startsWith("arbiter");
    boolean global = a.equals("kafka-global") || b.equals("kafka-global");
    if (arbiter) {
      return NEAR_NANOS;
    }
    if (a.startsWith("region") && b.startsWith("region")) {
      return plan.regionNanos();
    }
    return global ? plan.regionNanos() - NEAR_NANOS : plan.edgeNanos() / 2;
  }

  DriftingClock newClock(String process) {
    boolean edge = !process.startsWith("arbiter") && !process.startsWith("region");
    return plan.clocks().draw(dice.bits(CLOCK, Dice.key(process), ++draws), edge);
  }

  /** The clock of another machine: it may show nearly the same time. */
  DriftingClock newClock(String process, DriftingClock before) {
    DriftingClock next = newClock(process);
    long bits = dice.bits(~CLOCK, Dice.key(process), draws);
    long apart = (bits >> 30) % NEARBY_NANOS;
    return plan.clocks() == Clocks.TRUE || (bits & 1) == 0
        ? next
        : new DriftingClock(before.offsetNanos() + apart, next.partsPerMillion());
  }

  Boot newBoot(String process) {
    long count = ++draws;
    return Boot.of(
        dice.bits(BOOT, Dice.key(process), count), dice.bits(~BOOT, Dice.key(process), count));
  }

  /** Hands a command to whoever leads; false if nobody does. */
  boolean request(Command command) {
    for (ArbiterProcess each : arbiters) {
      if (each.leads()) {
        each.request(command);
        return true;
      }
    }
    return false;
  }

  /** From now on the world may admit under {@code next} too. */
  void allowed(String tenant, Limit next, Budget budget) {
    long now = nowNanos();
    graces.merge(tenant, budget.onControlLoss().graceMillis(), Math::max);
    Monitor known = monitors.get(tenant);
    if (known == null) {
      monitors.put(tenant, new Monitor(new Contract(tenant, next, factorMilli(budget), now, true)));
    } else {
      // Until the change is settled and every lease under it has ended, the old value counts.
      known.contract().change(now, next, factorMilli(budget), Long.MAX_VALUE);
    }
    wished.put(tenant, next);
    writtenOff.allowed(tenant, budget);
  }

  private static long factorMilli(Budget budget) {
    ControlLoss onLoss = budget.onControlLoss();
    return onLoss.mode() == ControlLoss.Mode.SAFE ? onLoss.safeFactorMilli() : Limit.MILLI;
  }

  /** The change is committed: what was before may count as long as leases under it last. */
  void settled(String tenant) {
    monitor(tenant).contract().settle(longestLeaseEnds(tenant));
  }

  /** When every lease of a region that is out now has surely ended, if none is renewed. */
  long longestLeaseEnds(String tenant) {
    long holdMillis = LeaseTimes.REGION.ttlMillis() + graces.getOrDefault(tenant, 0L);
    return nowNanos() + holdMillis * 1_000_000 / 200 * 201;
  }

  /** What is in use although the regions that have it are lost. */
  public WrittenOff writtenOff() {
    return writtenOff;
  }

  /** A process owns {@code node} from now on. */
  void succeeded(String node) {
    owners.merge(node, 1, Integer::sum);
  }

  /** Throws unless an owner that is about to lead knows all that its predecessors wrote. */
  void checkPast(boolean known, String owner) {
    if (!known) {
      throw new Violation("KnowsItsPast", nowNanos(), owner + " leads and has not read all");
    }
  }

  /** Whether every node is still with its first owner. */
  boolean nobodySucceeded() {
    return owners.values().stream().allMatch(count -> count == 1);
  }

  private void stored(String topic, Stored record) {
    oneWriter.stored(nowNanos(), topic, record);
    if (topic.equals(POLICY)) {
      intent.stored(nowNanos(), record);
    }
  }

  private void serve() {
    long now = nowNanos();
    for (EdgeProcess edge : edges) {
      edge.serve(servedNanos, now);
    }
    servedNanos = now;
    agenda.in(plan.arrivalNanos(), this::serve);
  }

  /** The largest part of a limit's rate that edges ever held together when that was checked. */
  public double tightness() {
    return tightness;
  }

  /** Throws unless all tokens there are, at gates and in pools, are within each tenant's burst. */
  public void checkTokens() {
    monitors.forEach(
        (tenant, monitor) -> {
          LimitKey key = new LimitKey(tenant, "requests");
          long tokens = 0;
          for (EdgeProcess edge : edges) {
            tokens += edge.waitingMilli(tenant);
          }
          for (Site site : sites) {
            tokens += pooledMilli(site, key);
          }
          long allowed = monitor.contract().allowedDepthMilli(nowNanos());
          if (tokens > allowed) {
            throw new Violation(
                "TokensWithinBurst",
                nowNanos(),
                "%s: %d tokens of %d (milli)".formatted(tenant, tokens, allowed));
          }
        });
  }

  /**
   * Of several that believe to own a region one can give anything; what the others hold is void.
   */
  private long pooledMilli(Site site, LimitKey key) {
    long most = 0;
    for (RegionProcess region : regions) {
      RegionCore core = region.core();
      if (region.leads() && core != null && core.region().equals(site.region())) {
        most = Math.max(most, core.edges().pooledMilli(key));
      }
    }
    return most;
  }

  /**
   * Whoever has lost its parent goes by the limit as it was, as long as it keeps a lease by vows,
   * or has what {@code safe(k)} gives: that has no end.
   */
  private void prolongWhatIsKept() {
    for (RegionProcess region : regions) {
      RegionCore core = region.core();
      if (core != null) {
        core.held().all().values().forEach(lease -> prolong(lease, region.now()));
      }
    }
    for (EdgeProcess edge : edges) {
      edge.core().held().all().values().forEach(lease -> prolong(lease, edge.now()));
    }
  }

  private void prolong(HeldLease lease, long holderNanos) {
    Rung rung = lease.rung(holderNanos);
    String tenant = lease.key().tenant();
    if ((rung == Rung.HELD || rung == Rung.SAFE) && monitors.containsKey(tenant)) {
      long longestMillis =
          Witness.VOW_MILLIS + LeaseTimes.EDGE.ttlMillis() + graces.getOrDefault(tenant, 0L);
      monitor(tenant)
          .contract()
          .prolong(nowNanos(), nowNanos() + Durations.ofMillis(longestMillis) / 200 * 201);
    }
  }

  /** Throws unless all edges together hold no more than the limit of each tenant. */
  public void checkLeases() {
    prolongWhatIsKept();
    SortedMap<String, long[]> sums = new TreeMap<>();
    for (EdgeProcess edge : edges) {
      if (edge.isUp() && !edge.finished()) {
        for (HeldLease lease : edge.core().held().all().values()) {
          long[] sum = sums.computeIfAbsent(lease.key().tenant(), key -> new long[3]);
          sum[2] += isLost(lease, edge.now()) ? 0 : lease.lease().rateMilli();
          Share usable = lease.usableInAll(edge.now());
          sum[0] += usable.rateMilli();
          sum[1] += usable.depthMilli();
        }
      }
    }
    sums.forEach(this::checkLeases);
    monitors.keySet().forEach(this::checkArrivals);
    edges.stream().filter(edge -> edge.isUp() && !edge.finished()).forEach(EdgeProcess::checkGate);
  }

  /** Whether an edge has lost its region, or its region has lost the arbiter. */
  private static boolean isLost(HeldLease lease, long nowNanos) {
    return lease.rung(nowNanos).compareTo(Rung.GRACE) > 0
        || lease.ladder().parent().compareTo(Rung.GRACE) > 0;
  }

  /** Throws unless tokens arrive at all gates together, in true time, no faster than the limit. */
  private void checkArrivals(String tenant) {
    double arriving = edges.stream().mapToDouble(edge -> edge.arrivingMilli(tenant)).sum();
    long rate = monitor(tenant).contract().allowedRateMilli(nowNanos());
    if (arriving > rate) {
      throw new Violation(
          "ArrivalsWithinLimit",
          nowNanos(),
          "%s: tokens arrive at %.3f/s of %d/s (milli)".formatted(tenant, arriving, rate));
    }
  }

  private void checkLeases(String tenant, long[] sum) {
    Contract contract = monitor(tenant).contract();
    long rate = contract.allowedRateMilli(nowNanos());
    long depth = contract.allowedDepthMilli(nowNanos());
    long plain = contract.plainRateMilli(nowNanos());
    tightness = Math.max(tightness, (double) sum[0] / plain);
    if (sum[2] > plain) {
      throw new Violation(
          "BeyondOnlyOnceLost",
          nowNanos(),
          "%s: edges that lost nobody hold %d/s of %d/s (milli)".formatted(tenant, sum[2], plain));
    }
    if (sum[0] > rate || sum[1] > depth) {
      throw new Violation(
          "LeasesWithinLimit",
          nowNanos(),
          "%s: edges hold %d/s and %d of %d/s and %d (milli)"
              .formatted(tenant, sum[0], sum[1], rate, depth));
    }
  }

  /** Who holds what of every limit, level by level; for people. */
  public String leasesInWords() {
    StringBuilder words = new StringBuilder();
    for (ArbiterProcess arbiter : arbiters) {
      ArbiterCore core = arbiter.core();
      if (core != null && core.leading()) {
        words.append("; ").append(arbiter.name());
        core.regions().exposure().forEach(each -> words.append(" has out ").append(each.lease()));
      }
    }
    for (RegionProcess region : regions) {
      RegionCore core = region.core();
      if (core != null && core.leading()) {
        words.append("; ").append(region.name());
        core.held().all().values().forEach(each -> words.append(" holds ").append(each.lease()));
        core.edges().exposure().forEach(each -> words.append(", has out ").append(each.lease()));
      }
    }
    for (EdgeProcess edge : edges) {
      words.append("; ").append(edge.name());
      edge.core().held().all().values().forEach(e -> words.append(" holds ").append(e.lease()));
    }
    return words.toString();
  }
}
