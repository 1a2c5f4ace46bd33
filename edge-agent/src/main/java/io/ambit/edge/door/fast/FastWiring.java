package io.ambit.edge.door.fast;

import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hangs the checks on the fast port. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FastProperties.class)
class FastWiring {
  @Bean
  FastListener fastListener(
      FastProperties properties,
      ServerProperties web,
      Decider decider,
      DecisionHeaders headers,
      DecisionMeters meters) {
    return new FastListener(properties, web.getAddress(), new FastDoor(decider, headers, meters));
  }
}
