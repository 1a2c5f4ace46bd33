package io.ambit.global;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.door.http.LeaderView;
import io.ambit.global.door.http.Readiness;
import io.ambit.global.door.kafka.ArbiterLog;
import io.ambit.problem.BodyLimit;
import io.ambit.problem.ProblemConfiguration;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.Lateness;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Ties the core to its doors. Inputs go through the loop's queue, effects through {@link Effects}.
 */
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
  ModeMeters modeMeters(MeterRegistry meters) {
    return new ModeMeters(meters);
  }

  /** Begins with a core that is told nothing: each term of leadership brings its own. */
  @Bean(initMethod = "start", destroyMethod = "close")
  Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop(
      MeterRegistry meters, ObjectProvider<Ownership> ownership, Readiness readiness) {
    return new Loop<>(
        new ArbiterCore(),
        new Loop.Settings<>(
            "arbiter-loop",
            System::nanoTime,
            TICK,
            () -> new ArbiterInput.Tick(System.currentTimeMillis()),
            step -> ownership.getObject().refuse(step),
            new Lateness(meters),
            bug -> readiness.broken()));
  }

  @Bean
  LeaderView leaderView(ArbiterLog log) {
    return new LeaderView(log::leader);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Candidacy candidacy(ArbiterLog log, Ownership ownership) {
    return log.candidacy(ownership);
  }
}
