package io.ambit.simulator.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleTest {
  @ParameterizedTest
  @EnumSource
  void holds(Example example) {
    assertThat(example.holds()).as(example.title()).isTrue();
  }
}
