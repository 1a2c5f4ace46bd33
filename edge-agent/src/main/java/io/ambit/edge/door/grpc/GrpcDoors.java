package io.ambit.edge.door.grpc;

import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.runtime.Loop;
import io.grpc.BindableService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hangs the gRPC doors on their port. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GrpcProperties.class)
class GrpcDoors {
  @Bean
  BindableService rateLimitDoor(Decider decider, DecisionHeaders headers, DecisionMeters meters) {
    return new RateLimitDoor(decider, new RateLimitAnswers(headers), meters);
  }

  @Bean
  BindableService authorizationDoor(
      Decider decider, DecisionHeaders headers, DecisionMeters meters) {
    return new AuthorizationDoor(decider, new AuthorizationAnswers(headers), meters);
  }

  @Bean
  QuotaStreams quotaStreams(
      ObjectProvider<Loop<EdgeInput, EdgeEffect, EdgeCore>> loop,
      DecisionMeters decisions,
      MeterRegistry meters) {
    QuotaStreams streams = new QuotaStreams(input -> loop.getObject().offer(input), decisions);
    Gauge.builder("ambit.quota.streams", streams, QuotaStreams::count).register(meters);
    return streams;
  }

  @Bean
  BindableService quotaDoor(QuotaStreams streams) {
    return new QuotaDoor(streams);
  }

  @Bean
  GrpcListener grpcListener(
      GrpcProperties properties, ServerProperties web, List<BindableService> doors) {
    return new GrpcListener(properties, web.getAddress(), doors);
  }
}
