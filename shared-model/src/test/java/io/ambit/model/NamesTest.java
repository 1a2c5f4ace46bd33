package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "acme", "region-eu", "eu-1", "a--b", "0-0"})
  void aDnsLabelIsAName(String name) {
    assertThat(Names.isValid(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "-a", "a-", "A", "a b", "a.b", "a/b", "a_b", "ä", "a\n", "\u0000", "..", "٣"
      })
  void anythingElseIsNot(String name) {
    assertThat(Names.isValid(name)).isFalse();
  }

  @Test
  void aNameHasAtMostSixtyThreeCharacters() {
    assertThat(Names.isValid("a".repeat(63))).isTrue();
    assertThat(Names.isValid("a".repeat(64))).isFalse();
  }

  @Test
  void theRefusalNamesTheFieldAndStaysShortWhateverTheInput() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.require("tenant", "X".repeat(1_000_000)))
        .withMessageStartingWith("tenant: 'XXX")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
