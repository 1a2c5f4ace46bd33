package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node holds from its parent. Grants are absolute, so the newest by stamp is all there is to
 * know; one that is older, answers another boot, or answers nothing this boot sent is ignored.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class HeldLeases {
  private final String node;
  private final Boot boot;
  private SortedMap<LimitKey, HeldLease> leases = new TreeMap<>();
  private final SortedMap<LimitKey, Inflow> inflows = new TreeMap<>();
  private Stamp applied = Stamp.NONE;
  private Stamp resumed = Stamp.NONE;
  private Witnesses witnesses = Witnesses.NONE;
  private long answeredNanos;
  private boolean answered;

  public HeldLeases(String node, Boot boot) {
    this.node = node;
    this.boot = boot;
  }

  /**
   * Takes over what an earlier boot of this node left behind, before the first grant of this boot.
   * Its ends must already be on this boot's clock, and its stamp must be one that the parent was
   * never told to forget (see {@link LeaseParent}). Any grant to this boot is newer than it.
   */
  public void resume(Stamp stamp, Collection<HeldLease> held) {
    resumed = stamp;
    held.forEach(lease -> leases.put(lease.key(), lease.leftBehind()));
  }

  /** Applies {@code grants} if they are for this boot and newer; returns whether they were. */
  public boolean apply(long nowNanos, Grants grants) {
    if (!grants.node().equals(node) || !grants.boot().equals(boot)) {
      return false;
    }
    if (!grants.stamp().isAfter(applied) || grants.sentNanos() - nowNanos > 0) {
      return false;
    }
    applied = grants.stamp();
    answeredNanos = grants.sentNanos();
    answered = true;
    SortedMap<LimitKey, HeldLease> next = new TreeMap<>();
    for (LeaseGrant grant : grants.leases()) {
      next.put(grant.key(), take(nowNanos, grants, grant));
    }
    leases = next;
    witnesses = grants.witnesses().isEmpty() ? Witnesses.NONE : grants.witnesses().getFirst();
    return true;
  }

  /** Whose vows are needed to keep a lease past its end, as the newest grant says. */
  public Witnesses witnesses() {
    return witnesses;
  }

  /** Enough witnesses are bound from one time to another, without a gap. */
  public void keep(long sinceNanos, long untilNanos) {
    SortedMap<LimitKey, HeldLease> kept = new TreeMap<>();
    leases.forEach((key, lease) -> kept.put(key, lease.kept(sinceNanos, untilNanos)));
    leases = kept;
  }

  private HeldLease take(long nowNanos, Grants grants, LeaseGrant grant) {
    // Kept also while a limit is not named: tokens counted once must not be counted again.
    Inflow inflow = inflows.computeIfAbsent(grant.key(), key -> new Inflow());
    HeldLease lease = HeldLease.from(grant, grants.sentNanos(), inflow);
    inflow.take(grants.since(), grant, lease.remainingNanos(nowNanos) == 0);
    return HeldLease.from(grant, grants.sentNanos(), inflow);
  }

  /** What to acknowledge: the newest grant to this boot, before the first one what was resumed. */
  public Stamp applied() {
    return answered ? applied : resumed;
  }

  /** How old the newest answered report is; empty before the first answer to this boot. */
  public Optional<Long> ageNanos(long nowNanos) {
    return answered ? Optional.of(nowNanos - answeredNanos) : Optional.empty();
  }

  public Optional<HeldLease> find(LimitKey key) {
    return Optional.ofNullable(leases.get(key));
  }

  /** All leases by limit; unmodifiable, and replaced rather than changed by the next grant. */
  public SortedMap<LimitKey, HeldLease> all() {
    return Collections.unmodifiableSortedMap(leases);
  }
}
