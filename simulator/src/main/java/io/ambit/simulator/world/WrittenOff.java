package io.ambit.simulator.world;

import io.ambit.global.core.ArbiterCore;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.LimitKey;
import io.ambit.model.OnRegionLoss;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the leading arbiter says is written off of budgets that do not wait for the end of a lost
 * region's leases: by so much the world may admit more, and by nothing else (ADR-0040). What ends
 * while its region is still lost ends with the region's leases, at once. If all are heard again, or
 * another arbiter leads, too much is out, as after a limit was lowered: then it may count until the
 * longest lease has ended.
 */
public final class WrittenOff {
  private final World world;
  private final SortedSet<String> impatient = new TreeSet<>();
  private final SortedMap<String, Share> said = new TreeMap<>();
  private final SortedMap<String, Long> most = new TreeMap<>();
  private @Nullable ArbiterCore sayer;

  WrittenOff(World world) {
    this.world = world;
  }

  /** How much it is of a tenant's only limit, per second in thousandths. */
  public long rateMilli(String tenant) {
    return said.getOrDefault(tenant, Share.NONE).rateMilli();
  }

  /** The most that it ever was. */
  public long mostRateMilli(String tenant) {
    return most.getOrDefault(tenant, 0L);
  }

  /** A tenant has this budget from now on. */
  void allowed(String tenant, Budget budget) {
    if (budget.onRegionLoss() == OnRegionLoss.ON_CONFIRMED) {
      impatient.add(tenant);
    }
  }

  /** An arbiter that leads has decided something. */
  void say(ArbiterCore core, long arbiterNanos) {
    for (String tenant : impatient) {
      say(tenant, core, arbiterNanos);
    }
    sayer = core;
  }

  private void say(String tenant, ArbiterCore core, long arbiterNanos) {
    Share now = core.writtenOff(new LimitKey(tenant, "requests"));
    if (now.equals(said.getOrDefault(tenant, Share.NONE))) {
      return;
    }
    boolean heard = core.regions().takingPart(arbiterNanos).size() == world.sites().size();
    boolean out = heard || core != sayer;
    long untilNanos = out ? world.longestLeaseEnds(tenant) : world.nowNanos();
    world.monitor(tenant).contract().writeOff(world.nowNanos(), now, untilNanos);
    said.put(tenant, now);
    most.merge(tenant, now.rateMilli(), Math::max);
  }
}
