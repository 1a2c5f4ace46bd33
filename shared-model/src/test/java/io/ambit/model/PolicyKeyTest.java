package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyKeyTest {
  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(PolicyKey.Kind kind) {
    PolicyKey key = new PolicyKey(kind, "acme");

    assertThat(PolicyKey.parse(key.toString())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "budget", "budget/", "/acme", "Budget/acme", "x/acme", "budget/a/b"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PolicyKey.parse(text));
  }
}
