package io.ambit.edge.core.leaf;

import io.ambit.lease.Durations;
import io.ambit.lease.Exposure;
import io.ambit.lease.Share;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All leaves of this edge, tenant by tenant: the ledger of what they may still be using, and what
 * they are told. At most {@value #MOST} of them, charges of those that are gone included; one too
 * many is told nothing. Not thread-safe; owned by one loop.
 *
 * <p>A step is {@link #step}, after which the gate is to be told what {@link #withheld} says, if it
 * {@link #differs}, and only then the leaves what the step returned.
 */
public final class Leaves {
  public static final int MOST = 4_000;

  /** How often the shares of those that have some are looked at. */
  private static final long ROUND_NANOS = Durations.ofMillis(190);

  private final SortedMap<String, TenantLeaves> tenants = new TreeMap<>();
  private final SortedMap<LeafId, String> tenantOf = new TreeMap<>();
  private final SortedSet<String> held = new TreeSet<>();
  private SortedMap<String, Share> told = new TreeMap<>();
  private long heldUntilNanos;
  private long roundNanos;

  /** One leaf as people see it. */
  public record View(
      String tenant, LeafId leaf, Strategy strategy, double ratePerSecond, long ageNanos) {}

  /**
   * An earlier process of this edge, which is certainly gone, told leaves of these tenants what
   * this one cannot know. Until that is over, nothing of them may be used for anything else.
   */
  public void resume(long nowNanos, Collection<String> charged) {
    held.addAll(charged);
    heldUntilNanos = nowNanos + LeafSpans.charged(LeafSpans.LONGEST_SECONDS);
  }

  /** Whether something told by an earlier process may still be used. */
  public boolean isHeldBack() {
    return !held.isEmpty();
  }

  /** A leaf says what it did; the first time it says that it is there. */
  public void report(long nowNanos, LeafReport report) {
    String before = tenantOf.get(report.leaf());
    if (before == null && size() < MOST) {
      tenantOf.put(report.leaf(), report.tenant());
      tenants
          .computeIfAbsent(report.tenant(), name -> new TenantLeaves(nowNanos, name))
          .add(nowNanos, report.leaf());
    }
    TenantLeaves own = tenants.get(report.tenant());
    Leaf leaf = own == null ? null : own.find(report.leaf());
    if (leaf != null) {
      leaf.reported(nowNanos, report);
    }
  }

  /** A stream ended, and with it the demand of its leaves; what they were told goes on. */
  public void end(long stream) {
    SortedMap<LeafId, String> ended =
        tenantOf.subMap(new LeafId(stream, 0), new LeafId(stream + 1, 0));
    List.copyOf(ended.keySet()).forEach(this::remove);
  }

  private void remove(LeafId id) {
    TenantLeaves own = tenants.get(tenantOf.remove(id));
    if (own != null) {
      own.remove(id);
    }
  }

  /** What the gate counted of tenants that have leaves. */
  public void gateCounted(long nowNanos, List<Usage> changed) {
    Map<String, List<Usage>> byTenant = new HashMap<>();
    for (Usage each : changed) {
      if (tenants.containsKey(each.key().tenant())) {
        byTenant.computeIfAbsent(each.key().tenant(), name -> new ArrayList<>()).add(each);
      }
    }
    tenants.forEach(
        (name, own) -> own.gate().read(nowNanos, byTenant.getOrDefault(name, List.of())));
  }

  /**
   * Ends what is over, and decides what each leaf is told now.
   *
   * @param all whether what is held has changed, so that everybody's share must be looked at
   */
  public List<LeafAction> step(long nowNanos, boolean all, Function<String, LeafTerms> terms) {
    if (nowNanos - heldUntilNanos >= 0) {
      held.clear();
    }
    boolean round = all || nowNanos - roundNanos >= ROUND_NANOS;
    roundNanos = round ? nowNanos : roundNanos;
    List<LeafAction> actions = new ArrayList<>();
    tenants.forEach(
        (name, own) -> {
          own.begin(nowNanos);
          if (round || own.waits()) {
            LeafTerms now = held.contains(name) ? LeafTerms.WAITING : terms.apply(name);
            actions.addAll(own.act(nowNanos, now));
          }
        });
    for (LeafAction action : actions) {
      if (action instanceof LeafAction.Abandon gone) {
        tenantOf.remove(gone.leaf());
      }
    }
    tenants.values().removeIf(TenantLeaves::isOver);
    return actions;
  }

  /** What is left for the gate of {@code share} of a limit of {@code tenant}. */
  public Share left(String tenant, Share share) {
    return share.minus(withheld(tenant));
  }

  private Share withheld(String tenant) {
    if (held.contains(tenant)) {
      return new Share(Share.MAX_MILLI, Share.MAX_MILLI);
    }
    TenantLeaves own = tenants.get(tenant);
    return own == null ? Share.NONE : own.withheld();
  }

  private SortedMap<String, Share> withheld() {
    SortedMap<String, Share> all = new TreeMap<>();
    chargedTenants().forEach(name -> all.put(name, withheld(name)));
    return all;
  }

  /** Whether the gate was last told something else. */
  public boolean differs() {
    return !withheld().equals(told);
  }

  /** The gate is being told. */
  public void told() {
    told = withheld();
  }

  /** Tenants with leaves, or that leaves may still be using something of. */
  public SortedSet<String> chargedTenants() {
    SortedSet<String> names = new TreeSet<>(tenants.keySet());
    names.addAll(held);
    return Collections.unmodifiableSortedSet(names);
  }

  /**
   * The most leaves may still be using, of limits that are not held as much of any more, or not as
   * long: what lies within the newest lease is charged with it.
   *
   * @param holding what is held now; null if nothing is
   */
  public List<Exposure> exposure(
      long nowNanos, Function<LimitKey, LeafTerms.@Nullable Held> holding) {
    SortedMap<LimitKey, Exposure> exposed = new TreeMap<>();
    for (TenantLeaves own : tenants.values()) {
      Share charged = own.charged();
      long untilNanos = own.chargedUntilNanos(nowNanos);
      for (LimitKey key : own.keys()) {
        LeafTerms.Held held = holding.apply(key);
        if (held == null || !held.share().covers(charged) || held.untilNanos() - untilNanos < 0) {
          exposed.put(key, new Exposure(key, charged, Share.NONE));
        }
      }
    }
    return List.copyOf(exposed.values());
  }

  /** What leaves of {@code tenant} may still be using of each of its limits. */
  public Share charged(String tenant) {
    TenantLeaves own = tenants.get(tenant);
    return own == null ? Share.NONE : own.charged();
  }

  /** Leaves that were told something, in order of tenants. */
  public List<View> views(long nowNanos) {
    return tenants.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().leaves().stream()
                    .filter(leaf -> leaf.strategy() != null)
                    .map(leaf -> view(nowNanos, each.getKey(), leaf)))
        .collect(Collectors.toUnmodifiableList());
  }

  private static View view(long nowNanos, String tenant, Leaf leaf) {
    Strategy strategy = leaf.strategy();
    double perSecond =
        strategy instanceof Strategy.Tokens tokens
            ? (double) tokens.tokensPerFill() / Strategy.Tokens.FILL_SECONDS
            : 0;
    return new View(
        tenant,
        leaf.id(),
        strategy == null ? Strategy.DENY_ALL : strategy,
        perSecond,
        leaf.ageNanos(nowNanos));
  }

  /** Leaves, and charges of leaves that are gone. */
  public int size() {
    return tenants.values().stream().mapToInt(TenantLeaves::size).sum();
  }
}
