package io.ambit.benchmarks.gate;

import io.ambit.edge.admission.Gate;
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

/** Gates as a loop would fill them. */
final class Gates {
  static final long SECOND = 1_000_000_000;

  /** As much as can be granted: more than any thread asks for. */
  static final Share PLENTY = new Share(Share.MAX_MILLI, Share.MAX_MILLI);

  private static final Limit LIMIT = Limit.perSecond("requests", Limit.MAX_UNITS, Limit.MAX_UNITS);

  private Gates() {}

  /** What a loop publishes for {@code tenants} that each have {@code lease} for a minute. */
  static GateTable table(String[] tenants, Share lease) {
    Terms terms = new Terms(lease, Share.NONE, System.nanoTime() + 60 * SECOND);
    SortedMap<String, TenantRule> rules = new TreeMap<>();
    for (String tenant : tenants) {
      LimitRule rule = new LimitRule(new LimitKey(tenant, LIMIT.name()), LIMIT, terms);
      rules.put(tenant, new TenantRule(Enforcement.ENFORCE, List.of(rule)));
    }
    return new GateTable(rules, false, true, new Standing(Mode.TARGET, "measured", 1, null));
  }

  /** A gate that decides by {@code table}. */
  static Gate of(GateTable table) {
    Gate gate = new Gate();
    gate.publish(System.nanoTime(), table);
    return gate;
  }
}
