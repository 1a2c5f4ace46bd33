package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
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

  /** Everything of up to four of some letters and those just beside them. */
  @Test
  void aNameIsWhatThePatternSays() {
    List<String> tried = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 4; length++) {
      int to = tried.size();
      for (String shorter : List.copyOf(tried.subList(from, to))) {
        for (char letter : "az09-`{/:A".toCharArray()) {
          tried.add(shorter + letter);
        }
      }
      from = to;
    }
    assertThat(tried).hasSize(11_111);
    assertThat(tried).allMatch(name -> Names.isValid(name) == name.matches(Names.PATTERN));
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
