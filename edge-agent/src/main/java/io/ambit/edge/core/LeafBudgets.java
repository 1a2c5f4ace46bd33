package io.ambit.edge.core;

import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.edge.core.leaf.LeafTerms;
import io.ambit.edge.core.leaf.Leaves;
import io.ambit.lease.Exposure;
import io.ambit.lease.HeldLease;
import io.ambit.lease.HeldLeases;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What budgets and leases let leaves have, and what the disk must know of it: a process that comes
 * after this one must not use what leaves of this one still may, so no leaf of a tenant is told to
 * admit anything until its name is on disk. Not thread-safe.
 */
final class LeafBudgets {
  private final PolicyIntent policy;
  private final HeldLeases held;
  private final Strangers strangers;
  private final Leaves leaves = new Leaves();
  private final LeafCounts counts = new LeafCounts();

  /** Tenants that the disk is to know, and with which version it does. */
  private final SortedMap<String, Long> marks = new TreeMap<>();

  private long writtenVersion;
  private boolean diskWorks = true;

  LeafBudgets(PolicyIntent policy, HeldLeases held, Strangers strangers) {
    this.policy = policy;
    this.held = held;
    this.strangers = strangers;
  }

  void resume(long nowNanos, Collection<String> tenants) {
    leaves.resume(nowNanos, tenants);
  }

  Leaves leaves() {
    return leaves;
  }

  void report(long nowNanos, List<LeafReport> reports) {
    for (LeafReport report : reports) {
      leaves.report(nowNanos, report);
      strangers.asked(nowNanos, report.tenant());
      budget(report.tenant()).ifPresent(budget -> counts.count(nowNanos, report, budget.limits()));
    }
  }

  void end(long stream) {
    leaves.end(stream);
  }

  /** Time passed: what gate and leaves counted together since the last tick. */
  List<Usage> count(long nowNanos, List<Usage> gate, UsageToReport usage) {
    leaves.gateCounted(nowNanos, gate);
    return counts.merge(nowNanos, gate, usage::newest);
  }

  /** What the leaves are told; see {@link Leaves#step}. */
  List<LeafAction> step(long nowNanos, boolean all) {
    return leaves.step(nowNanos, all, tenant -> terms(nowNanos, tenant));
  }

  /** Whether there are tenants that the disk must be told of. */
  boolean hasUnmarked() {
    marks.keySet().retainAll(leaves.chargedTenants());
    return marks.size() < leaves.chargedTenants().size();
  }

  /** They are about to be written with {@code version}. */
  void mark(long version) {
    leaves.chargedTenants().forEach(name -> marks.putIfAbsent(name, version));
  }

  SortedSet<String> onDisk() {
    return leaves.chargedTenants();
  }

  void written(long version) {
    writtenVersion = version;
  }

  void disk(boolean works) {
    diskWorks = works;
  }

  /**
   * What leaves may still be using beyond what is held.
   *
   * @param leaving whether nothing is to be held any more
   */
  List<Exposure> exposure(long nowNanos, boolean leaving) {
    return leaves.exposure(nowNanos, key -> leaving ? null : held(key));
  }

  private LeafTerms.@Nullable Held held(LimitKey key) {
    return held.find(key)
        .map(lease -> new LeafTerms.Held(lease.lease(), lease.usableUntilNanos()))
        .orElse(null);
  }

  private Optional<Budget> budget(String tenant) {
    return policy
        .book()
        .budget(tenant)
        .or(
            () ->
                strangers.names().contains(tenant)
                    ? policy.book().defaultBudget()
                    : Optional.empty());
  }

  private LeafTerms terms(long nowNanos, String tenant) {
    if (!policy.informed()) {
      return LeafTerms.WAITING;
    }
    return budget(tenant).map(budget -> terms(nowNanos, tenant, budget)).orElse(LeafTerms.REFUSED);
  }

  private LeafTerms terms(long nowNanos, String tenant, Budget budget) {
    if (budget.enforcement() == Enforcement.SHADOW) {
      return LeafTerms.UNLIMITED;
    }
    if (budget.limits().stream().anyMatch(Limit::isPeriodic)) {
      return LeafTerms.REFUSED;
    }
    boolean known = marks.getOrDefault(tenant, Long.MAX_VALUE) <= writtenVersion;
    return diskWorks && known ? leased(nowNanos, tenant, budget) : LeafTerms.WAITING;
  }

  private LeafTerms leased(long nowNanos, String tenant, Budget budget) {
    SortedMap<LimitKey, LeafTerms.Held> limits = new TreeMap<>();
    for (Limit limit : budget.limits()) {
      LimitKey key = new LimitKey(tenant, limit.name());
      Optional<HeldLease> lease = held.find(key);
      if (lease.isEmpty()) {
        // Until this boot was answered, nobody knows whether there is one.
        return held.ageNanos(nowNanos).isEmpty() ? LeafTerms.WAITING : LeafTerms.REFUSED;
      }
      if (lease.get().usableUntilNanos() - nowNanos <= 0) {
        boolean open = budget.onControlLoss().mode() == ControlLoss.Mode.OPEN;
        return open ? LeafTerms.UNLIMITED : LeafTerms.REFUSED;
      }
      limits.put(key, new LeafTerms.Held(lease.get().lease(), lease.get().usableUntilNanos()));
    }
    return new LeafTerms.Leased(limits);
  }
}
