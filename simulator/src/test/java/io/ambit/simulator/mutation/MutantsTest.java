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
      assertThat(mutant.mutated(CHECKOUT)).contains(mutant.replacements());
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
    assertThat(Trial.bySweep(mutant, CHECKOUT, 200, 300).by()).isEqualTo("sweep");
  }

  /** Those that random seeds find late or not at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "record-not-charged",
        "older-acknowledgements",
        "leaving-frees-all",
        "leaving-before-the-disk-forgets",
        "deposed-owners-are-believed",
        "answers-to-another-boot",
        "no-skew-guard",
        "epsilon-of-the-wrong-sign",
        "grace-is-not-charged",
        "stale-catch-up",
        "demand-is-what-was-admitted",
        "pool-without-bound",
        "fills-on-their-way-are-free",
        "returned-tokens-take-up-no-depth",
        "any-boot-returns",
        "floors-without-room",
        "two-appends-at-once",
        "half-frees-what-half-keeps",
        "vows-while-heard",
        "testifies-while-bound",
        "testifies-before-the-log-holds-it",
        "new-owner-is-not-bound",
        "vow-counts-too-long",
        "vow-before-the-log-holds-it",
        "kept-across-a-gap",
        "beyond-is-not-charged"
      })
  void anExampleNoticesWhenThisRuleIsTakenOut(String name) throws IOException {
    Mutant mutant = Mutants.find(name).orElseThrow();
    assertThat(Trial.byExample(mutant, CHECKOUT).by()).isEqualTo("example");
  }
}
