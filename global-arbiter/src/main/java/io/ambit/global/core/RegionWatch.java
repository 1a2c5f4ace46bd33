package io.ambit.global.core;

import io.ambit.failover.LossVote;
import io.ambit.failover.PhiAccrual;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionHealth.Judged;
import io.ambit.failover.RegionHealth.Seen;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.failover.Traffic;
import io.ambit.lease.Durations;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether regions are well, as the arbiter sees them: joins when they report, what they say of
 * their traffic and what others vote of them, and has that judged. A region that this arbiter has
 * not heard since it leads is judged once it is voted lost: whoever began to lead because a whole
 * region died knows that region by its declaration alone.
 *
 * <p>Not thread-safe; part of the core.
 */
final class RegionWatch {
  private final Loads loads;
  private final Supplier<SortedMap<String, LossVote.Count>> votes;
  private final RegionHealth health = new RegionHealth();
  private final SortedMap<String, PhiAccrual> heartbeats = new TreeMap<>();
  private SortedMap<String, Judged> judged = Collections.emptySortedMap();
  private long latenessMillis;

  /**
   * Watches regions.
   *
   * @param loads what they are declared to be, and say of themselves
   * @param votes how the vote on each of them stands
   */
  RegionWatch(Loads loads, Supplier<SortedMap<String, LossVote.Count>> votes) {
    this.loads = loads;
    this.votes = votes;
  }

  /** A region's report came; their number is bounded by who may report. */
  void heard(long nowNanos, String region) {
    heartbeats
        .computeIfAbsent(region, absent -> new PhiAccrual())
        .heard(Durations.toMillis(nowNanos));
  }

  /** The arbiter's own tick came so late. */
  void late(long lateMillis) {
    latenessMillis = Math.max(latenessMillis, lateMillis);
  }

  /** Judges all regions anew; returns what is thought of each. */
  SortedMap<String, Judged> judge(long nowNanos) {
    judged = health.judge(Durations.toMillis(nowNanos), latenessMillis, seen(nowNanos));
    latenessMillis = 0;
    return judged;
  }

  /** What was thought of each region when they were judged last. */
  SortedMap<String, Judged> judged() {
    return judged;
  }

  boolean isWell(String region) {
    Judged each = judged.get(region);
    return each != null && each.weighed() == Verdict.WELL;
  }

  /** What witnesses see of regions that were heard at least once, or are voted lost. */
  private SortedMap<String, Seen> seen(long nowNanos) {
    SortedMap<String, LossVote.Count> counts = votes.get();
    SortedSet<String> names = loads.names();
    names.removeIf(name -> !isHeard(name) && !isLost(counts.get(name)));
    SortedMap<String, Seen> seen = new TreeMap<>();
    names.forEach(name -> seen.put(name, seen(nowNanos, name, counts.get(name))));
    return seen;
  }

  private boolean isHeard(String region) {
    return loads.traffic().nodes().contains(region);
  }

  private static boolean isLost(LossVote.@Nullable Count count) {
    return count != null && count.lost();
  }

  private Seen seen(long nowNanos, String region, LossVote.@Nullable Count count) {
    Traffic told = loads.traffic().of(region);
    PhiAccrual heartbeat = heartbeats.get(region);
    return new Seen(
        loads
            .traffic()
            .ageMillis(nowNanos, region)
            .orElse(count == null ? Long.MAX_VALUE : count.silentMillis()),
        heartbeat == null ? 0 : heartbeat.phi(Durations.toMillis(nowNanos)),
        isLost(count),
        told.succeeded(),
        told.failed(),
        told.backendsWell(),
        told.backends());
  }
}
