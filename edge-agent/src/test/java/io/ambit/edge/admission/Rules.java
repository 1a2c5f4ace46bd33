package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.Standing;
import io.ambit.edge.core.TenantRule;
import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tables and terms as tests want them; times are in nanoseconds, shares in milli-units. */
final class Rules {
  static final long SECOND = 1_000_000_000;
  static final long NEVER = 1L << 61;
  static final LimitKey REQUESTS = new LimitKey("acme", "requests");

  private Rules() {}

  /** A lease without end and without a floor. */
  static Terms terms(long rateMilli, long depthMilli) {
    return new Terms(new Share(rateMilli, depthMilli), Share.NONE, NEVER);
  }

  static LimitRule rule(String limit, Terms terms) {
    return new LimitRule(
        new LimitKey("acme", limit), Limit.perSecond(limit, 1_000_000, 1_000_000), terms);
  }

  static LeaseBucket bucket(Terms terms) {
    return new LeaseBucket(0, rule("requests", terms));
  }

  static GateTable table(Enforcement enforcement, LimitRule... limits) {
    SortedMap<String, TenantRule> tenants = new TreeMap<>();
    tenants.put("acme", new TenantRule(enforcement, List.of(limits)));
    return new GateTable(tenants, false, true, new Standing(Mode.TARGET, "test", 1, null));
  }

  static GateTable without(boolean strangers, boolean informed) {
    return new GateTable(
        new TreeMap<>(), strangers, informed, new Standing(Mode.TARGET, "test", 1, null));
  }
}
