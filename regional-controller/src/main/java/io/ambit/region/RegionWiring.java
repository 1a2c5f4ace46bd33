package io.ambit.region;

import io.ambit.problem.BodyLimit;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.region.door.http.Readiness;
import io.ambit.region.door.http.RosterView;
import io.ambit.region.door.kafka.GlobalBus;
import io.ambit.region.door.kafka.RegionalBus;
import io.ambit.region.door.redis.Roster;
import io.ambit.runtime.Boots;
import io.ambit.runtime.Lateness;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ties the core to its doors. Inputs go through the loop's queue, effects are carried out here. */
@Configuration(proxyBeanMethods = false)
class RegionWiring {
  private static final int BODY_BYTES = 64 * 1024;
  private static final Duration TICK = Duration.ofMillis(50);

  @Bean
  RegionCore core(RegionProperties properties) {
    return new RegionCore(properties.region(), Boots.draw());
  }

  @Bean
  BodyLimit bodyLimit() {
    return new BodyLimit(BODY_BYTES);
  }

  @Bean
  ModeMeters modeMeters(MeterRegistry meters) {
    return new ModeMeters(meters);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Loop<RegionInput, RegionEffect, RegionCore> loop(
      RegionCore core, MeterRegistry meters, ObjectProvider<Effects> effects, Readiness readiness) {
    return new Loop<>(
        core,
        new Loop.Settings<>(
            "region-loop",
            System::nanoTime,
            TICK,
            () -> new RegionInput.Tick(System.currentTimeMillis()),
            effect -> effects.getObject().accept(effect),
            new Lateness(meters),
            bug -> readiness.broken()));
  }

  @Bean
  RosterView rosterView(Roster roster) {
    return new RosterView(roster::isGone, roster::names);
  }

  @Bean
  Effects effects(
      RegionalBus regional,
      GlobalBus global,
      Roster roster,
      ModeMeters modeMeters,
      Readiness readiness) {
    return new Effects(regional, global, roster, modeMeters, readiness);
  }

  /** Carries effects out, none of them waiting for anything. */
  record Effects(
      RegionalBus regional,
      GlobalBus global,
      Roster roster,
      ModeMeters modeMeters,
      Readiness readiness)
      implements Consumer<RegionEffect> {
    @Override
    public void accept(RegionEffect effect) {
      switch (effect) {
        case RegionEffect.Give give -> regional.give(give.grants());
        case RegionEffect.Allot allot -> regional.allot(allot.allotments());
        case RegionEffect.ReportEscrow send -> global.report(send.report());
        case RegionEffect.Relay relay -> regional.relay(relay.record());
        case RegionEffect.Forget forget -> regional.forget(forget.key());
        case RegionEffect.SendReport send -> global.report(send.report());
        case RegionEffect.ShowRoster show -> roster.show(show.edges());
        case RegionEffect.ChangeMode change -> modeMeters.changed(change.change());
        case RegionEffect.Lead lead -> readiness.leads(lead.epoch());
      }
    }
  }
}
