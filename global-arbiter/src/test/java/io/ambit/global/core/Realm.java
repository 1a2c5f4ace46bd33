package io.ambit.global.core;

import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.OnNoBackend;
import io.ambit.model.OnRegionLoss;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The arbiter's sharing with its capacities, and regions that use what they are given: they report
 * every 100 ms, and acknowledge a grant with the report after it.
 */
final class Realm {
  static final long STEP_MILLIS = 100;

  private final PolicyBook book = new PolicyBook();
  private final SortedMap<String, Long> proven = new TreeMap<>();
  final LeaseParent parent = new LeaseParent(1, LeaseTimes.REGION);
  private final SortedSet<String> lost = new TreeSet<>();
  private final WriteOffs writeOffs = new WriteOffs(book, parent);
  private final Capacity capacity =
      new Capacity(book, region -> proven.getOrDefault(region, 0L), writeOffs::of);
  private final SortedMap<String, Region> regions = new TreeMap<>();
  private List<Holding> holdings = List.of();
  private long revision;
  private long nowMillis;

  /** What is behind {@code region} was seen to take so much; 0 if it never had enough to do. */
  void prove(String region, long perSecond) {
    proven.put(region, perSecond);
  }

  /** One region, and what is asked of it. */
  final class Region {
    private final String name;
    private final SortedMap<LimitKey, Long> demandMilli = new TreeMap<>();
    private final ReportingRegion reporting;
    boolean cut;

    private Region(String name) {
      this.name = name;
      this.reporting = new ReportingRegion(name);
    }

    /** From now on users of {@code tenant} ask for so much. */
    void demand(String tenant, long perSecond) {
      demandMilli.put(key(tenant), perSecond * Limit.MILLI);
    }

    /** Milli-units per second it may be using of what {@code tenant} has. */
    long charged(String tenant) {
      return parent.charged(name, key(tenant)).rateMilli();
    }

    /** Of all tenants. */
    long charged() {
      return parent.charged().stream()
          .mapToLong(key -> parent.charged(name, key).rateMilli())
          .sum();
    }

    /** How long the newest lease lasts. */
    long holdMillis(String tenant) {
      return parent.granted(name).stream()
          .filter(lease -> lease.key().equals(key(tenant)))
          .mapToLong(LeaseGrant::holdMillis)
          .findFirst()
          .orElseThrow();
    }

    /** Milli-units per second the newest lease gives. */
    long given(String tenant) {
      return parent.granted(name).stream()
          .filter(lease -> lease.key().equals(key(tenant)))
          .mapToLong(lease -> lease.lease().rateMilli())
          .findFirst()
          .orElse(0);
    }

    private void report() {
      demandMilli.forEach((key, demand) -> reporting.offer(key, demand * STEP_MILLIS / 1_000));
      if (!cut) {
        parent.receive(nowNanos(), reporting.report(nowNanos()));
      }
    }

    private void receive(Grants grants) {
      if (!cut) {
        reporting.receive(grants);
      }
    }
  }

  Region region(String name) {
    return regions.computeIfAbsent(name, Region::new);
  }

  static LimitKey key(String tenant) {
    return new LimitKey(tenant, "requests");
  }

  void declare(String region, long capacityPerSecond) {
    put(
        PolicyKey.region(region),
        new RegionDeclaration(capacityPerSecond, 1, RegionDeclaration.AdminState.ACTIVE));
  }

  long capacityMilli(String region) {
    return book.region(region).capacityPerSecond() * Limit.MILLI;
  }

  void budget(String tenant, Limit limit) {
    put(PolicyKey.budget(tenant), Budget.of(limit));
  }

  /** The same, whose shares in lost regions others get at once. */
  void impatientBudget(String tenant, Limit limit) {
    put(
        PolicyKey.budget(tenant),
        new Budget(
            List.of(limit),
            Enforcement.ENFORCE,
            ControlLoss.DEFAULT,
            OnNoBackend.SHED,
            OnRegionLoss.ON_CONFIRMED));
  }

  /** It is confirmed that {@code region} is lost, or that it is not. */
  void confirm(String region, boolean whether) {
    if (whether) {
      lost.add(region);
    } else {
      lost.remove(region);
    }
  }

  long writtenOff(String tenant) {
    return writeOffs.of(key(tenant)).rateMilli();
  }

  private void put(PolicyKey key, PolicySpec spec) {
    book.apply(new PolicyRecord(key, ++revision, 1, spec, 1, 1, "olga", "because"));
    holdings = Sharing.holdings(book, new TreeSet<>());
  }

  /** Whether the terms are those without any capacity. */
  boolean isUnbounded() {
    return capacity.bound(nowNanos(), holdings, parent) == holdings;
  }

  void run(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      step();
    }
  }

  /** How long it takes until {@code promise} holds. */
  long millisUntil(BooleanSupplier promise) {
    long start = nowMillis;
    while (!promise.getAsBoolean()) {
      step();
      if (nowMillis - start > 60_000) {
        throw new AssertionError("not within a minute");
      }
    }
    return nowMillis - start;
  }

  /** A tenth of a second: reports, and two rounds with the answers to them. */
  void step() {
    regions.values().forEach(Region::report);
    for (int round = 0; round < 2; round++) {
      nowMillis += STEP_MILLIS / 2;
      writeOffs.look(nowNanos(), parent, lost);
      List<Holding> bound = capacity.bound(nowNanos(), holdings, parent);
      parent
          .round(nowNanos(), bound, writeOffs::of)
          .forEach(grants -> region(grants.node()).receive(grants));
    }
  }

  private long nowNanos() {
    return Durations.ofMillis(nowMillis);
  }
}
