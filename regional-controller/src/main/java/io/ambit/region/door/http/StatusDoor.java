package io.ambit.region.door.http;

import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import io.ambit.model.Words;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/status} and {@code /v1/edges}: what this controller knows, with how old it is. */
@RestController
@RequestMapping("/v1")
final class StatusDoor {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final RosterView roster;

  StatusDoor(Loop<RegionInput, RegionEffect, RegionCore> loop, RosterView roster) {
    this.loop = loop;
    this.roster = roster;
  }

  /**
   * How the region is.
   *
   * @param arbiterAgeMillis how old the report is that the arbiter last answered; null before the
   *     first answer
   */
  record Status(
      String region,
      String mode,
      String reason,
      boolean leading,
      long policyRevision,
      @Nullable Long arbiterAgeMillis,
      String redis,
      int edges,
      List<Lease> leases) {}

  /** One limit: what the region holds, and the most that its edges may be using of it. */
  record Lease(
      String tenant,
      String limit,
      double ratePerSecond,
      double burst,
      double outstandingPerSecond,
      String rung,
      long remainingMillis) {}

  /** One edge. */
  record Edge(String node, String mode, long policyRevision, long reportAgeMillis, boolean left) {}

  /** Edges as this owner heard them, and the names every replica can see in Redis. */
  record Edges(List<Edge> edges, List<String> roster) {}

  @GetMapping("/status")
  Status status() throws Exception {
    String redis = roster.isGone().getAsBoolean() ? "gone" : "there";
    return ask((core, now) -> status(core, now, redis));
  }

  @GetMapping("/edges")
  Edges edges() throws Exception {
    List<Edge> heard =
        ask((core, now) -> core.edges().roster(now).stream().map(StatusDoor::edge).toList());
    return new Edges(heard, roster.names().get());
  }

  private <T> T ask(BiFunction<RegionCore, Long, T> question) throws Exception {
    try {
      return loop.ask(core -> question.apply(core, System.nanoTime()))
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the loop did not answer in time", e);
    }
  }

  private static Status status(RegionCore core, long now, String redis) {
    return new Status(
        core.region(),
        Words.of(core.mode().mode()),
        core.mode().reason().toLowerCase(Locale.ROOT),
        core.leading(),
        core.policy().revision(),
        core.held().ageNanos(now).map(Durations::toMillis).orElse(null),
        redis,
        core.edges().roster(now).size(),
        core.held().all().values().stream().map(held -> lease(core.edges(), held, now)).toList());
  }

  private static Lease lease(LeaseParent edges, HeldLease held, long now) {
    Share usable = held.usable(now);
    return new Lease(
        held.key().tenant(),
        held.key().limit(),
        units(usable.rateMilli()),
        units(usable.depthMilli()),
        units(edges.outstanding(held.key()).rateMilli()),
        Words.of(held.rung(now)),
        Durations.toMillis(held.remainingNanos(now)));
  }

  private static Edge edge(NodeStatus status) {
    return new Edge(
        status.node(),
        Words.of(status.mode()),
        status.policyRevision(),
        status.reportAgeMillis(),
        status.left());
  }

  private static double units(long milli) {
    return (double) milli / Limit.MILLI;
  }
}
