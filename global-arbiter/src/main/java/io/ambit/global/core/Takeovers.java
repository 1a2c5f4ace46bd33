package io.ambit.global.core;

import io.ambit.failover.LossVote;
import io.ambit.failover.Reachability;
import io.ambit.lease.Durations;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.WriteEpoch;
import io.ambit.model.WriteHome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves write homes out of regions that are lost, by failovers of the arbiter's own, where the
 * policy says so and {@link LossVote} has found the region lost. It decides only that they are to
 * move and where to; that nobody admits twice is the saga's matter, as with any other move. Nothing
 * moves back by itself.
 *
 * <p>Not thread-safe; part of the core.
 */
public final class Takeovers {
  private static final long LOOK_NANOS = Durations.ofMillis(100);

  /** How often a region that stays lost is looked through for homes again. */
  private static final long SWEEP_NANOS = Durations.ofMillis(1_000);

  /** A home that this moved stays for so long, whatever happens to the region it moved to. */
  static final long REST_MILLIS = 600_000;

  /** A move that came to nothing is tried again after that. */
  static final long RETRY_MILLIS = 30_000;

  private final PolicyBook book;
  private final Homes homes;
  private final SortedSet<String> known = new TreeSet<>();
  private final SortedSet<String> turnedDown = new TreeSet<>();
  private final SortedMap<String, Long> sweptNanos = new TreeMap<>();
  private SortedMap<String, LossVote.Count> counts = new TreeMap<>();
  private LossVote vote = new LossVote(0);
  private long lookedNanos;
  private long lateMillis;
  private long lastNumber;

  Takeovers(PolicyBook book, Homes homes) {
    this.book = book;
    this.homes = homes;
  }

  /** What is thought of each region, by its name. */
  public SortedMap<String, LossVote.Count> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }

  /** Regions that are found lost. */
  SortedSet<String> lost() {
    SortedSet<String> lost = new TreeSet<>();
    counts.forEach(
        (region, count) -> {
          if (count.lost()) {
            lost.add(region);
          }
        });
    return lost;
  }

  /** Who has a say: all regions, and the witnesses that the policy names. */
  public SortedSet<String> members() {
    SortedSet<String> members = regions();
    members.addAll(policy().witnesses());
    return members;
  }

  private SortedSet<String> regions() {
    SortedSet<String> regions = new TreeSet<>(known);
    book.live(PolicyKey.Kind.REGION).forEach(record -> regions.add(record.key().name()));
    return regions;
  }

  void lead(long nowNanos) {
    vote = new LossVote(Durations.toMillis(nowNanos));
    // Clocks may begin anywhere, below 0 too.
    lookedNanos = nowNanos - LOOK_NANOS;
    book.records().forEach(this::read);
  }

  /** A region that has a home counts, whether it is heard or not. */
  void read(PolicyRecord record) {
    if (record.spec() instanceof WriteHome home && known.size() < ArbiterCore.MAX_REGIONS) {
      known.add(home.home());
    }
  }

  /** A region reports. */
  void heard(long nowNanos, String region) {
    if (known.size() < ArbiterCore.MAX_REGIONS || known.contains(region)) {
      known.add(region);
      vote.heard(Durations.toMillis(nowNanos), region);
    }
  }

  /** Somebody says which regions it reaches. */
  void take(long nowNanos, Reachability what) {
    if (known.contains(what.node()) || policy().witnesses().contains(what.node())) {
      vote.take(Durations.toMillis(nowNanos), what);
    }
  }

  /** A person wants no homes moved out of {@code region} until it was there again. */
  void turnDown(String region) {
    turnedDown.add(region);
  }

  /**
   * Looks at all regions, and moves what is to move.
   *
   * @param late by how many milliseconds this tick is late
   * @param quiet nothing may move now
   */
  List<ArbiterEffect> tick(long nowNanos, long wallMillis, long late, boolean quiet) {
    lateMillis = Math.max(lateMillis, late);
    if (nowNanos - lookedNanos < LOOK_NANOS) {
      return List.of();
    }
    lookedNanos = nowNanos;
    counts = vote.count(Durations.toMillis(nowNanos), lateMillis, regions(), policy().witnesses());
    lateMillis = 0;
    List<ArbiterEffect> effects = new ArrayList<>();
    counts.forEach(
        (region, count) -> {
          if (count.lost()) {
            effects.addAll(quiet ? List.of() : takeOver(nowNanos, wallMillis, region, count));
            return;
          }
          sweptNanos.remove(region);
          if (count.silentMillis() < LossVote.SILENT_MILLIS) {
            turnedDown.remove(region);
          }
        });
    return effects;
  }

  private FailoverPolicy.Homes policy() {
    return book.failoverPolicy().homes();
  }

  private List<ArbiterEffect> takeOver(
      long nowNanos, long wallMillis, String region, LossVote.Count count) {
    Long swept = sweptNanos.get(region);
    if (!policy().automatic()
        || turnedDown.contains(region)
        || isPinned(region)
        || (swept != null && nowNanos - swept < SWEEP_NANOS)) {
      return List.of();
    }
    sweptNanos.put(region, nowNanos);
    SortedSet<String> tenants =
        homes.settledIn(region).stream()
            .filter(record -> mayMove(wallMillis, record))
            .map(record -> record.key().name())
            .limit(FailoverSpec.MoveHome.MOST_TENANTS)
            .collect(Collectors.toCollection(TreeSet::new));
    Optional<String> target = target(region);
    if (tenants.isEmpty() || target.isEmpty()) {
      return List.of();
    }
    FailoverSpec.MoveHome spec =
        new FailoverSpec.MoveHome(tenants, target.orElseThrow(), true, false);
    FailoverCommand.Start start =
        new FailoverCommand.Start(
            Command.OWN,
            name(wallMillis),
            spec,
            false,
            PolicyRecord.ARBITER,
            why(region, count),
            wallMillis);
    return homes.take(nowNanos, start, spec);
  }

  private String name(long wallMillis) {
    return "lost-%s-%d".formatted(Long.toString(wallMillis, Character.MAX_RADIX), ++lastNumber);
  }

  private static String why(String region, LossVote.Count count) {
    return "%s is lost: not heard for %d ms, and not reached by %d of %d members (%d needed)"
        .formatted(region, count.silentMillis(), count.votes(), count.members(), count.needed());
  }

  private boolean mayMove(long wallMillis, PolicyRecord record) {
    if (policy().pinned().contains(record.key().name())) {
      return false;
    }
    if (!record.isArbiters() || !(record.spec() instanceof WriteHome home)) {
      return true;
    }
    boolean aborted = home.state() == WriteHome.State.ABORTED;
    return wallMillis - record.updateTimeMillis() >= (aborted ? RETRY_MILLIS : REST_MILLIS);
  }

  /** Whether a person has put the region where it is. */
  private boolean isPinned(String region) {
    return book.live(PolicyKey.region(region))
        .filter(record -> !record.isArbiters())
        .filter(record -> book.region(region).adminState() != AdminState.ACTIVE)
        .isPresent();
  }

  /** By the rings of traffic, then the largest; one that is there, and takes others' traffic. */
  private Optional<String> target(String source) {
    List<List<String>> rings = book.failoverPolicy().rings().getOrDefault(source, List.of());
    Stream<String> others =
        counts.keySet().stream()
            .sorted(
                Comparator.<String>comparingLong(name -> -book.region(name).capacityPerSecond())
                    .thenComparing(Comparator.naturalOrder()));
    return Stream.concat(rings.stream().flatMap(List::stream), others)
        .filter(name -> !name.equals(source) && isThere(name))
        .filter(name -> book.region(name).adminState() == AdminState.ACTIVE)
        .filter(name -> WriteEpoch.mark(name) != WriteEpoch.mark(source))
        .findFirst();
  }

  private boolean isThere(String region) {
    LossVote.Count count = counts.get(region);
    return count != null && count.silentMillis() < LossVote.SILENT_MILLIS;
  }
}
