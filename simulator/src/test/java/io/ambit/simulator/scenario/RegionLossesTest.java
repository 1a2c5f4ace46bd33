package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionLossesTest {
  @ParameterizedTest
  @ValueSource(strings = {"region-dead", "region-cut"})
  void whatIsWrittenOffIsUsedAndNothingBeyondIt(String name) {
    Scenario scenario = Scenarios.find(name).orElseThrow();

    assertThat(scenario.play().run(1, 6).figures()).allMatch(Outcome.Figure::met);
  }
}
