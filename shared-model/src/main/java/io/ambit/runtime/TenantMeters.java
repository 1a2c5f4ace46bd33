package io.ambit.runtime;

import io.ambit.model.Limit;
import io.ambit.usage.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts units offered, admitted and shed by tenant. The first tenants met have counters of their
 * own, all others share {@value #OTHER}, so that tenants can never outgrow the scrape. Not
 * thread-safe: feed it from one thread.
 */
public final class TenantMeters {
  static final String OTHER = "other";

  private final MeterRegistry meters;
  private final int most;
  private final Map<String, Counters> byTenant = new HashMap<>();

  private record Counters(Counter offered, Counter admitted, Counter shed) {}

  /**
   * @param most how many tenants get counters of their own
   */
  public TenantMeters(MeterRegistry meters, int most) {
    this.meters = meters;
    this.most = most;
  }

  /** Adds what the counters of the named limits grew by. */
  public void add(List<Usage> growth) {
    growth.forEach(this::add);
  }

  private void add(Usage growth) {
    Counters counters = counters(growth.key().tenant());
    counters.offered().increment(units(growth.offeredMilli()));
    counters.admitted().increment(units(growth.admittedMilli()));
    counters.shed().increment(units(Math.max(0, growth.offeredMilli() - growth.admittedMilli())));
  }

  private Counters counters(String tenant) {
    Counters own = byTenant.get(tenant);
    if (own != null) {
      return own;
    }
    String label = byTenant.size() < most ? tenant : OTHER;
    Counters fresh =
        new Counters(
            meters.counter("ambit.tenant.offered", "tenant", label),
            meters.counter("ambit.tenant.admitted", "tenant", label),
            meters.counter("ambit.tenant.shed", "tenant", label));
    if (byTenant.size() < most) {
      byTenant.put(tenant, fresh);
    }
    return fresh;
  }

  private static double units(long milli) {
    return (double) milli / Limit.MILLI;
  }
}
