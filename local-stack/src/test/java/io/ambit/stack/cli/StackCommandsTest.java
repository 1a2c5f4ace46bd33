package io.ambit.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.Site;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Site site;

  @BeforeEach
  void chooseSite(@TempDir Path home) {
    site = Site.isolated(Path.of(""), home);
  }

  @Test
  void aCommandThatDoesNotExistIsAUsageErrorOnStandardError() {
    assertThat(run("dance")).isEqualTo(2);
    assertThat(err.toString()).contains("dance").contains("Usage");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void everyCommandTellsWhatItTakes() {
    assertThat(run("drill", "region-loss", "--help")).isZero();
    assertThat(out.toString()).contains("--dark").contains("--times");
    assertThat(run("drill", "overload", "--help")).isZero();
    assertThat(out.toString()).contains("--workers").contains("--seconds");
    assertThat(run("demo", "-h")).isZero();
    assertThat(out.toString()).contains("--rate");
  }

  @Test
  void aProcessThatDoesNotExistIsAnsweredWithThoseThatDo() {
    assertThat(run("start", "edge-mars-1")).isEqualTo(1);
    assertThat(err.toString()).contains("edge-mars-1").contains("edge-eu-1, edge-eu-2");
  }

  @Test
  void aStackThatWasNeverStartedIsNotReady() {
    assertThat(run("status")).isEqualTo(1);
    assertThat(out.toString().lines())
        .hasSize(10)
        .filteredOn(line -> line.contains("not started"))
        .hasSize(9);
  }

  @Test
  void downWithNothingRunningHasNothingToDo() {
    assertThat(run("down")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return StackCommands.run(
        site, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
