package io.ambit.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./dev} says by itself, before any Java of ours runs. */
class DevScriptTest {
  private static final Path CHECKOUT = Site.of(Path.of(""), Map.of()).checkout();

  @Test
  void anUnknownCommandShowsTheUsageOnStandardError() throws Exception {
    Answer answer = dev(System.getenv("PATH"), "dance");

    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("usage: ./dev COMMAND");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void helpShowsTheUsageOnStandardOutput() throws Exception {
    Answer answer = dev(System.getenv("PATH"), "help");

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).startsWith("usage: ./dev COMMAND");
  }

  @Test
  void missingMavenIsSaidPlainly(@TempDir Path bin) throws Exception {
    for (String tool : List.of("bash", "dirname", "sed")) {
      Files.createSymbolicLink(bin.resolve(tool), found(tool));
    }
    Answer answer = dev(bin.toString(), "format");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).isEqualTo("dev: Maven is missing: there is no mvn on the PATH\n");
  }

  private Answer dev(String path, String command) throws IOException, InterruptedException {
    Path err = Files.createTempFile("dev", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(found("bash").toString(), CHECKOUT.resolve("dev").toString(), command);
    builder.environment().put("PATH", path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = new Answer(process.waitFor(), out, Files.readString(err));
    Files.delete(err);
    return answer;
  }

  private static Path found(String tool) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private record Answer(int status, String out, String err) {}
}
