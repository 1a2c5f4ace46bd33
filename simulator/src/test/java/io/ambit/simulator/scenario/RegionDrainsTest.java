package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionDrainsTest {
  @ParameterizedTest
  @ValueSource(strings = {"region-drained", "region-left"})
  void whoReceivesHasTheBudgetSoonAndNobodyMoreThanTheLimit(String name) {
    Scenario scenario = Scenarios.find(name).orElseThrow();

    assertThat(scenario.play().run(1, 6).figures()).allMatch(Outcome.Figure::met);
  }
}
