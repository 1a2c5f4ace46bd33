package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.Standing;
import io.ambit.escrow.Spent;
import io.ambit.model.Limit;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Map;

/**
 * Decides requests, in local memory alone. {@link #decide} may be called from any thread and takes
 * no lock, makes no object and waits for nothing; {@link #publish}, {@link #readUsage} and {@link
 * #drainStrangers} belong to the loop.
 */
public final class Gate {
  private static final Ruling UNKNOWN = Ruling.withoutLimits(Reason.UNKNOWN_TENANT);
  private static final Ruling UNINFORMED = Ruling.withoutLimits(Reason.CONTROL_LOSS);
  private static final Ruling EXPECTED = Ruling.withoutLimits(Reason.OVER_BUDGET);

  private final Buckets buckets = new Buckets();
  private final Newcomers newcomers = new Newcomers();
  private volatile View view =
      new View(TenantTable.EMPTY, false, UNINFORMED, GateTable.EMPTY.standing());

  /** What is decided by; the map is never changed once it is here. */
  private record View(TenantTable tenants, boolean strangers, Ruling unlisted, Standing standing) {}

  /**
   * Decides one request and debits all limits of its tenant, or none.
   *
   * @param tenant a valid name
   * @param cost units of every limit, 1 to 10⁹
   * @param nowNanos the monotonic clock now
   */
  public Ruling decide(String tenant, long cost, long nowNanos) {
    return decide(tenant, cost, Costs.NO_NAMES, nowNanos, Ahead.CLEAR);
  }

  /** The same for a request that takes of each limit what {@code costs} say. */
  public Ruling decide(String tenant, Costs costs, long nowNanos) {
    return decide(tenant, costs, nowNanos, Ahead.CLEAR);
  }

  /** The same for a request that meets {@code ahead} before or behind its budget. */
  public Ruling decide(String tenant, Costs costs, long nowNanos, Ahead ahead) {
    return decide(tenant, costs.others(), costs.named(), nowNanos, ahead);
  }

  private Ruling decide(
      String tenant, long others, Map<String, Long> named, long nowNanos, Ahead ahead) {
    View now = view;
    TenantGate known = now.tenants().find(tenant);
    if (known != null) {
      return known.decide(others * Limit.MILLI, named, nowNanos, ahead);
    }
    if (now.strangers()) {
      newcomers.add(tenant);
    }
    return now.unlisted();
  }

  /**
   * Makes up for what an admitted request took more or less than it was charged. Not idempotent;
   * may be called from any thread, and makes objects.
   *
   * @return what was done, by limit; nothing for a tenant that is not known any more
   */
  public List<Correction> settle(Charge charge, Costs actual, long nowNanos) {
    TenantGate known = view.tenants().find(charge.tenant());
    return known == null ? List.of() : known.settle(charge, actual, nowNanos);
  }

  /** What one unit of {@code tenant} would be answered now, without taking it or counting it. */
  public Ruling preview(String tenant, long nowNanos) {
    return preview(tenant, nowNanos, Ahead.CLEAR);
  }

  /** The same for a request that meets {@code ahead}. */
  public Ruling preview(String tenant, long nowNanos, Ahead ahead) {
    View now = view;
    TenantGate known = now.tenants().find(tenant);
    return known == null ? now.unlisted() : known.preview(nowNanos, ahead);
  }

  /** How the edge stands, as of the last table. */
  public Standing standing() {
    return view.standing();
  }

  /** Decides by {@code table} from now on. */
  public void publish(long nowNanos, GateTable table) {
    Ruling unlisted = table.informed() ? UNKNOWN : UNINFORMED;
    view =
        new View(
            buckets.follow(nowNanos, table),
            table.strangers(),
            table.strangers() ? EXPECTED : unlisted,
            table.standing());
  }

  /** Counters that changed since the last call. */
  public List<Usage> readUsage(long nowNanos) {
    return buckets.read(nowNanos);
  }

  /** What was spent of every period budget so far, and the most it was short of. */
  public List<Spent> readSpent() {
    return buckets.readSpent();
  }

  /** Tenants that asked since the last call and were not in the table. */
  public List<String> drainStrangers() {
    return newcomers.drain();
  }
}
