package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisturbanceTest {
  private static final int EDGES = 6;

  @ParameterizedTest
  @EnumSource
  void whateverDisturbsItAShapeOfDemandGetsNoMoreThanTheContract(Disturbance disturbance) {
    Scenario wave =
        Shapes.all(disturbance).stream()
            .filter(each -> each.name().equals("square-wave"))
            .findFirst()
            .orElseThrow();
    Outcome outcome = wave.play().run(1, EDGES);
    assertThat(outcome.value("excess")).isZero();
    assertThat(outcome.value("utilisation")).isGreaterThan(0.3);
  }
}
