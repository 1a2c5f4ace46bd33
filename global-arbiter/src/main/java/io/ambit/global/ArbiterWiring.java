package io.ambit.global;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.door.http.Readiness;
import io.ambit.global.door.http.WatchDoor;
import io.ambit.global.door.http.Writes;
import io.ambit.global.door.kafka.ArbiterLog;
import io.ambit.problem.BodyLimit;
import io.ambit.problem.ProblemConfiguration;
import io.ambit.runtime.Lateness;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Ties the core to its doors. Inputs go through the loop's queue, effects are carried out here. */
@Configuration(proxyBeanMethods = false)
@Import(ProblemConfiguration.class)
class ArbiterWiring {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final int MAX_BODY_BYTES = 256 * 1024;

  @Bean
  BodyLimit bodyLimit() {
    return new BodyLimit(MAX_BODY_BYTES);
  }

  @Bean
  ArbiterCore core() {
    return new ArbiterCore();
  }

  @Bean
  ModeMeters modeMeters(MeterRegistry meters) {
    return new ModeMeters(meters);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop(
      ArbiterCore core,
      MeterRegistry meters,
      ObjectProvider<Effects> effects,
      Readiness readiness) {
    return new Loop<>(
        core,
        new Loop.Settings<>(
            "arbiter-loop",
            System::nanoTime,
            TICK,
            () -> new ArbiterInput.Tick(System.currentTimeMillis()),
            effect -> effects.getObject().accept(effect),
            new Lateness(meters),
            bug -> readiness.broken()));
  }

  @Bean
  Effects effects(
      ArbiterLog log,
      Writes writes,
      WatchDoor watch,
      ArbiterMeters arbiterMeters,
      ModeMeters modeMeters,
      Readiness readiness) {
    return new Effects(log, writes, watch, arbiterMeters, modeMeters, readiness);
  }

  /** Carries effects out, none of them waiting for anything. */
  record Effects(
      ArbiterLog log,
      Writes writes,
      WatchDoor watch,
      ArbiterMeters meters,
      ModeMeters modeMeters,
      Readiness readiness)
      implements Consumer<ArbiterEffect> {
    @Override
    public void accept(ArbiterEffect effect) {
      switch (effect) {
        case ArbiterEffect.Append append -> log.append(append.id(), append.record());
        case ArbiterEffect.Bury bury -> log.bury(bury.id(), bury.key());
        case ArbiterEffect.Audit audit -> log.audit(audit.event());
        case ArbiterEffect.Give give -> log.give(give.grants());
        case ArbiterEffect.Allot allot -> log.allot(allot.allotments());
        case ArbiterEffect.Answer answer -> writes.answer(answer.commandId(), answer.reply());
        case ArbiterEffect.Changed changed -> watch.changed(changed.record(), changed.created());
        case ArbiterEffect.Count count -> meters.count(count.growth());
        case ArbiterEffect.Propagated there -> meters.propagated(there.afterNanos());
        case ArbiterEffect.ChangeMode change -> modeMeters.changed(change.change());
        case ArbiterEffect.Lead lead -> readiness.leads(lead.epoch());
      }
    }
  }
}
