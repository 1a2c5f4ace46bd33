package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ambit.simulator.scenario.SweepLedger.Row;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLedgerTest {
  private final Path directory;

  SweepLedgerTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Row row(String commit, int edges, long first, long seeds) {
    return new Row(
        commit, edges, first, seeds, 1_000 * seeds, seeds / 2.0, seeds, 3, 2, "", "./dev sim");
  }

  private static SweepLedger of(Row... rows) {
    SweepLedger ledger = new SweepLedger();
    for (Row row : rows) {
      ledger.put(row);
    }
    return ledger;
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Path file = directory.resolve("results").resolve("sweep.csv");
    of(row("a", 4, 100, 50), row("b", 9, 100, 7)).write(file);
    assertThat(SweepLedger.read(file).rows())
        .containsExactly(row("a", 4, 100, 50), row("b", 9, 100, 7));
  }

  @Test
  void aRunThatIsGivenAgainGoesOnWhereTheUnbrokenRowEnds() {
    SweepLedger ledger = of(row("a", 4, 150, 25), row("a", 4, 100, 50), row("a", 4, 200, 5));
    assertThat(ledger.next("a", 4, 100)).isEqualTo(175);
    assertThat(ledger.next("b", 4, 100)).isEqualTo(100);
    assertThat(ledger.next("a", 9, 100)).isEqualTo(100);
  }

  @Test
  void aRunReplacesWhatItCameToBefore() {
    assertThat(of(row("a", 4, 100, 50), row("a", 4, 100, 60)).rows())
        .containsExactly(row("a", 4, 100, 60));
  }

  @Test
  void runsOfDifferentSeedsAddUp() {
    SweepLedger all = of(row("a", 4, 100, 50));
    all.merge(of(row("a", 4, 150, 50), row("a", 9, 100, 1)));
    assertThat(all.sum()).startsWith("101 seeds, 101000 units admitted, 50.5 node-hours");
  }

  @Test
  void noSeedIsCountedTwice() {
    SweepLedger all = of(row("a", 4, 100, 50));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.merge(of(row("a", 4, 149, 50))))
        .withMessage("seed 149 of a is in both");
  }
}
