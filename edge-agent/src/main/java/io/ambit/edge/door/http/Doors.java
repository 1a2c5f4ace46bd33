package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.edge.EdgeProperties;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.decision.CheckForm;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.settlement.Receipts;
import io.ambit.edge.settlement.Settlements;
import io.ambit.problem.BodyLimit;
import io.ambit.problem.ProblemConfiguration;
import io.ambit.runtime.Loop;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Hangs the decision doors on their paths. */
@Configuration(proxyBeanMethods = false)
@Import(ProblemConfiguration.class)
class Doors {
  /** The most of all doors; each checks its own. */
  @Bean
  BodyLimit bodyLimit() {
    return BatchDoor.LIMIT;
  }

  @Bean
  ServletRegistrationBean<DecideDoor> decideDoor(
      Decider decider, DecisionHeaders headers, DecisionMeters meters, ObjectMapper json) {
    return at("/v1/decide", new DecideDoor(decider, headers, meters, json));
  }

  @Bean
  ServletRegistrationBean<BatchDoor> batchDoor(
      Decider decider, DecisionMeters meters, ObjectMapper json) {
    return at("/v1/decide/batch", new BatchDoor(decider, meters, json));
  }

  @Bean
  ServletRegistrationBean<CheckDoor> checkDoor(
      Decider decider, DecisionHeaders headers, DecisionMeters meters) {
    return at(CheckForm.PLAIN.path(), new CheckDoor(decider, headers, meters, CheckForm.PLAIN));
  }

  @Bean
  ServletRegistrationBean<CheckDoor> nginxDoor(
      Decider decider, DecisionHeaders headers, DecisionMeters meters) {
    return at(CheckForm.NGINX.path(), new CheckDoor(decider, headers, meters, CheckForm.NGINX));
  }

  @Bean
  ServletRegistrationBean<SettleDoor> settleDoor(
      Receipts receipts, Settlements settlements, DecisionMeters meters, ObjectMapper json) {
    return at("/v1/settle", new SettleDoor(receipts, settlements, meters, json));
  }

  @Bean
  ServletRegistrationBean<OutcomesDoor> outcomesDoor(
      EdgeProperties properties,
      Pools pools,
      Spillway spillway,
      DecisionMeters meters,
      ObjectMapper json) {
    return at("/v1/outcomes", new OutcomesDoor(properties.region(), pools, spillway, meters, json));
  }

  @Bean
  ServletRegistrationBean<WriteMarksDoor> writeMarksDoor(
      Loop<EdgeInput, EdgeEffect, EdgeCore> loop, DecisionMeters meters, ObjectMapper json) {
    return at("/v1/write-marks", new WriteMarksDoor(loop, meters, json));
  }

  private static <D extends Door> ServletRegistrationBean<D> at(String path, D door) {
    ServletRegistrationBean<D> registration = new ServletRegistrationBean<>(door, path);
    registration.setName(path);
    registration.setLoadOnStartup(1);
    return registration;
  }
}
