package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.Standing;
import io.ambit.escrow.Spent;
import io.ambit.model.Limit;
import io.ambit.model.Operation;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      new View(
          TenantTable.EMPTY, false, UNINFORMED, GateTable.EMPTY.standing(), Long.MIN_VALUE / 2);

  /** What is decided by; the map is never changed once it is here. */
  private record View(
      TenantTable tenants,
      boolean strangers,
      Ruling unlisted,
      Standing standing,
      long writesUntilNanos) {}

  /**
   * Decides one request and debits all limits of its tenant, or none.
   *
   * @param tenant a valid name
   * @param cost units of every limit, 1 to 10⁹
   * @param nowNanos the monotonic clock now
   */
  public Ruling decide(String tenant, long cost, long nowNanos) {
    return decide(tenant, Operation.READ, cost, Costs.NO_NAMES, nowNanos, Ahead.CLEAR);
  }

  /** The same for a request that takes of each limit what {@code costs} say. */
  public Ruling decide(String tenant, Costs costs, long nowNanos) {
    return decide(tenant, costs, nowNanos, Ahead.CLEAR);
  }

  /** The same for a request that meets {@code ahead} before or behind its budget. */
  public Ruling decide(String tenant, Costs costs, long nowNanos, Ahead ahead) {
    return decide(tenant, Operation.READ, costs, nowNanos, ahead);
  }

  /** The same for a request that reads, or writes, which may have to be done elsewhere. */
  public Ruling decide(
      String tenant, Operation operation, Costs costs, long nowNanos, Ahead ahead) {
    return decide(tenant, operation, costs.others(), costs.named(), nowNanos, ahead);
  }

  /**
   * The answer to a write of {@code tenant} that must not be admitted here now, whatever else is
   * the case; null if it may be. Takes and counts nothing; as {@link #decide} for threads.
   */
  public @Nullable Ruling barWrite(String tenant, long nowNanos) {
    View now = view;
    TenantGate known = now.tenants().find(tenant);
    return known == null ? null : known.bar(nowNanos, now.writesUntilNanos());
  }

  /** Whether writes of {@code tenant} belong to one region; as {@link #decide} for threads. */
  public boolean hasHome(String tenant) {
    TenantGate known = view.tenants().find(tenant);
    return known != null && known.hasHome();
  }

  private Ruling decide(
      String tenant,
      Operation operation,
      long others,
      Map<String, Long> named,
      long nowNanos,
      Ahead ahead) {
    View now = view;
    TenantGate known = now.tenants().find(tenant);
    if (known != null) {
      Ruling bar =
          operation == Operation.WRITE ? known.bar(nowNanos, now.writesUntilNanos()) : null;
      if (bar != null) {
        return bar;
      }
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
            table.standing(),
            table.writesUntilNanos());
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
