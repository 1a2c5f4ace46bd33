package io.ambit.edge.core.leaf;

import io.ambit.lease.Durations;
import io.ambit.model.LimitKey;
import io.ambit.usage.ChildUsage;
import io.ambit.usage.Steps;
import io.ambit.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One leaf as its edge knows it: what it asks for and what it was last told. Not thread-safe. */
final class Leaf {
  /** Whose stream is silent for so long is told nothing more: it may not be reading either. */
  static final long SILENT_NANOS = Durations.ofMillis(10_000);

  /** Who is asked nothing for so long is told to forget the bucket, sooner if it denies all. */
  static final long IDLE_NANOS = Durations.ofMillis(600_000);

  static final long IDLE_DENYING_NANOS = Durations.ofMillis(60_000);

  /** Who has no bucket for so long is told to deny: else it would do as it likes. */
  private static final long PATIENCE_NANOS = Durations.ofMillis(1_000);

  private final LeafId id;
  private final LimitKey counted;
  private final ChildUsage usage = new ChildUsage(Steps.OF_REGIONS);
  private final LeafCharge charge = new LeafCharge();
  private long offeredMilli;
  private long reportedNanos;
  private long askedNanos;
  private @Nullable Strategy strategy;
  private long rateMilli;
  private long toldNanos;
  private int ttlSeconds;
  private long changedNanos;
  private long filledNanos;

  Leaf(long nowNanos, LeafId id, String tenant) {
    this.id = id;
    this.counted = new LimitKey(tenant, "requests");
    this.reportedNanos = nowNanos;
    this.askedNanos = nowNanos;
    this.filledNanos = nowNanos;
    var unused = usage.receive(nowNanos, List.of(new Usage(counted, 0, 0)));
  }

  LeafId id() {
    return id;
  }

  LeafCharge charge() {
    return charge;
  }

  /** Counts on the edge's clock: how long a leaf says it counted, it says in whole seconds. */
  void reported(long nowNanos, LeafReport report) {
    reportedNanos = nowNanos;
    offeredMilli += report.offeredMilli();
    askedNanos = report.offeredMilli() > 0 ? nowNanos : askedNanos;
    var unused = usage.receive(nowNanos, List.of(new Usage(counted, offeredMilli, 0)));
  }

  long demandMilli() {
    return usage.demandPerSecondMilli(counted);
  }

  boolean isSilent(long nowNanos) {
    return nowNanos - reportedNanos > SILENT_NANOS;
  }

  boolean isIdle(long nowNanos) {
    boolean denies = strategy instanceof Strategy.DenyAll;
    return nowNanos - askedNanos > (denies ? IDLE_DENYING_NANOS : IDLE_NANOS);
  }

  /** Fills a bucket of its own from now on. */
  void fill(long nowNanos, Strategy.Tokens tokens, long chargedRateMilli, int ttl) {
    rateMilli = chargedRateMilli;
    changedNanos = nowNanos;
    told(nowNanos, tokens, ttl);
  }

  /** Is told {@code what}, again or anew. */
  void told(long nowNanos, Strategy what, int ttl) {
    filledNanos = what instanceof Strategy.Tokens ? nowNanos : filledNanos;
    strategy = what;
    toldNanos = nowNanos;
    ttlSeconds = ttl;
  }

  /** What it was last told; null before it was told anything. */
  @Nullable Strategy strategy() {
    return strategy;
  }

  /** The bucket it certainly still fills if it is told so again now; null if there is none. */
  Strategy.@Nullable Tokens filling(long nowNanos) {
    return strategy instanceof Strategy.Tokens tokens
            && nowNanos - toldNanos <= LeafSpans.inForce(ttlSeconds)
        ? tokens
        : null;
  }

  /** The rate that is charged for that bucket. */
  long rateMilli() {
    return rateMilli;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - toldNanos;
  }

  /** Whether it has been without a bucket, or hears nothing new of it, for too long. */
  boolean hasWaited(long nowNanos) {
    return nowNanos - filledNanos > PATIENCE_NANOS + LeafSpans.renewed(ttlSeconds);
  }

  boolean isDue(long nowNanos) {
    return strategy == null || ageNanos(nowNanos) >= LeafSpans.renewed(ttlSeconds);
  }

  boolean changedWithin(long nowNanos, long spanNanos) {
    return nowNanos - changedNanos < spanNanos;
  }
}
