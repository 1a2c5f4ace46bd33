package io.ambit.region.witness;

import io.ambit.region.door.kafka.ReachBus;
import io.ambit.region.door.peer.Prober;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A witness: no tenants, no edges, no log of its own. It is not found by a regional controller's
 * scan for components, which is why nothing here is one.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties(WitnessProperties.class)
@EnableScheduling
public class WitnessProcess {
  private static final String PROFILE = "witness";

  /** Starts one. */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(WitnessProcess.class).profiles(PROFILE).run(args);
  }

  @Bean(destroyMethod = "close")
  Prober prober(WitnessProperties properties) {
    return new Prober(properties.watch());
  }

  @Bean(destroyMethod = "close")
  ReachBus reachBus(WitnessProperties properties, MeterRegistry meters) {
    return new ReachBus(properties.node(), properties.kafka().global(), meters);
  }

  @Bean
  Watching watching(WitnessProperties properties, Prober prober, ReachBus bus) {
    return new Watching(properties.node(), prober, bus);
  }
}
