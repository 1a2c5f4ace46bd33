package io.ambit.simulator.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutantsTest {
  /** Tests run in their module's directory. */
  private static final Path CHECKOUT = Path.of("..");

  @Test
  void everyMutantStillFindsWhatItReplaces() throws IOException {
    for (Mutant mutant : Mutants.list()) {
      assertThat(mutant.mutated(CHECKOUT)).contains(mutant.replacement());
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(Mutants.list().stream().map(Mutant::name)).doesNotHaveDuplicates();
  }

  /** Those that die within a few seeds; {@code ./dev sim --mutants} runs them all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "raise-before-free",
        "region-takeover-fresh",
        "floors-not-charged",
        "answered-before-read-back"
      })
  void aRunNoticesWhenThisRuleIsTakenOut(String name) throws IOException {
    Mutant mutant = Mutants.find(name).orElseThrow();
    assertThat(Trial.of(mutant, CHECKOUT, 200, 300).isKilled()).isTrue();
  }
}
