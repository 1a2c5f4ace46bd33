package io.ambit.edge;

import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.decision.Spelling;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * What is behind the edge, for Prometheus: the default pool by name and of the others the worst, so
 * that a caller who names pools makes no series.
 */
@Component
class OverloadMeters {
  private static final String OTHERS = "other";

  OverloadMeters(Pools pools, MeterRegistry meters) {
    gauge(meters, pools, "ambit.overload.pressure.ratio", pool -> pool.overload().pressure());
    gauge(meters, pools, "ambit.overload.under.way", pool -> pool.learned().underWay());
    gauge(
        meters,
        pools,
        "ambit.overload.capacity.per.second",
        pool -> pool.learned().saturated() ? pool.learned().capacityPerSecond() : 0);
    for (Member.State state : Member.State.values()) {
      Gauge.builder("ambit.backends", pools, all -> count(all, state))
          .tag("state", Spelling.of(state))
          .register(meters);
    }
  }

  private static void gauge(
      MeterRegistry meters, Pools pools, String name, ToDoubleFunction<Pool> figure) {
    Gauge.builder(name, pools, all -> figure.applyAsDouble(all.of(null)))
        .tag("pool", Pools.DEFAULT)
        .register(meters);
    Gauge.builder(name, pools, all -> worst(all, figure)).tag("pool", OTHERS).register(meters);
  }

  private static double worst(Pools pools, ToDoubleFunction<Pool> figure) {
    return pools.all().stream()
        .filter(pool -> !pool.name().equals(Pools.DEFAULT))
        .mapToDouble(figure)
        .max()
        .orElse(0);
  }

  private static double count(Pools pools, Member.State state) {
    return pools.all().stream()
        .flatMap(pool -> pool.members().stream())
        .filter(member -> member.state() == state)
        .count();
  }
}
