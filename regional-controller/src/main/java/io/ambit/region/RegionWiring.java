package io.ambit.region;

import io.ambit.problem.BodyLimit;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.region.door.http.Readiness;
import io.ambit.region.door.http.RosterView;
import io.ambit.region.door.kafka.RegionalBus;
import io.ambit.region.door.peer.Prober;
import io.ambit.region.door.redis.Roster;
import io.ambit.runtime.Boots;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.Lateness;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Ties the core to its doors. Inputs go through the loop's queue, effects through {@link Effects}.
 */
@Configuration(proxyBeanMethods = false)
class RegionWiring {
  private static final int BODY_BYTES = 64 * 1024;
  private static final Duration TICK = Duration.ofMillis(50);

  @Bean
  BodyLimit bodyLimit() {
    return new BodyLimit(BODY_BYTES);
  }

  @Bean
  ModeMeters modeMeters(MeterRegistry meters) {
    return new ModeMeters(meters);
  }

  /** Begins with a core that is told nothing: each term of ownership brings its own. */
  @Bean(initMethod = "start", destroyMethod = "close")
  Loop<RegionInput, RegionEffect, RegionCore> loop(
      RegionProperties properties, MeterRegistry meters, Readiness readiness) {
    return new Loop<>(
        new RegionCore(properties.region(), Boots.draw()),
        new Loop.Settings<>(
            "region-loop",
            System::nanoTime,
            TICK,
            () -> new RegionInput.Tick(System.currentTimeMillis()),
            nothing -> {},
            new Lateness(meters),
            bug -> readiness.broken()));
  }

  @Bean(destroyMethod = "close")
  Prober prober(RegionProperties properties) {
    return new Prober(properties.watch());
  }

  @Bean
  RosterView rosterView(Roster roster) {
    return new RosterView(roster::isGone, roster::names);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Candidacy candidacy(RegionalBus regional, Ownership ownership) {
    return regional.candidacy(ownership);
  }
}
