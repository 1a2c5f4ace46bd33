package io.ambit.edge.core.leaf;

import org.jspecify.annotations.Nullable;

/**
 * A bucket as Envoy's filter keeps it: full when it is told another configuration or has expired,
 * going on as it is when told the same, over its TTL after it was last told, on its own clock.
 * Admits nothing while nothing is assigned.
 */
public final class PlayedLeaf {
  private static final double NANOS = 1e9;

  private final double clock;
  private @Nullable Strategy strategy;
  private long untilNanos;
  private double tokens;
  private long filledNanos;
  private long allowed;
  private long denied;

  /**
   * @param clock how fast its clock runs, 1 for the truth
   */
  public PlayedLeaf(double clock) {
    this.clock = clock;
  }

  /** Reads what it is told. */
  public void read(long nowNanos, LeafAction.Assign told) {
    fill(nowNanos);
    boolean same = isAssigned(nowNanos) && told.strategy().equals(strategy);
    strategy = told.strategy();
    untilNanos = nowNanos + (long) (told.ttlSeconds() * NANOS / clock);
    if (!same && strategy instanceof Strategy.Tokens bucket) {
      tokens = bucket.maxTokens();
      filledNanos = nowNanos;
    }
  }

  public boolean isAssigned(long nowNanos) {
    return strategy != null && untilNanos - nowNanos > 0;
  }

  /** Requests it could admit at once; 0 while it fills no bucket. */
  public double tokens(long nowNanos) {
    fill(nowNanos);
    return isAssigned(nowNanos) && strategy instanceof Strategy.Tokens ? tokens : 0;
  }

  public boolean ask(long nowNanos) {
    fill(nowNanos);
    boolean goes =
        isAssigned(nowNanos)
            && !(strategy instanceof Strategy.DenyAll)
            && (strategy instanceof Strategy.AllowAll || tokens >= 1);
    if (goes) {
      tokens--;
      allowed++;
    } else {
      denied++;
    }
    return goes;
  }

  /** What it did since it last said so. */
  public LeafReport report(LeafId id, String tenant) {
    LeafReport report = new LeafReport(id, tenant, allowed, denied);
    allowed = 0;
    denied = 0;
    return report;
  }

  private void fill(long nowNanos) {
    if (strategy instanceof Strategy.Tokens bucket) {
      double perNano = bucket.tokensPerFill() / (Strategy.Tokens.FILL_SECONDS * NANOS) * clock;
      tokens = Math.min(bucket.maxTokens(), tokens + (nowNanos - filledNanos) * perNano);
      filledNanos = nowNanos;
    }
  }
}
