package io.ambit.global.door.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.ArbiterProperties.Clusters;
import io.ambit.global.ArbiterProperties.Role;
import io.ambit.global.ArbiterProperties.Security;
import io.ambit.global.ArbiterProperties.Token;
import io.ambit.runtime.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
  private final Path directory;

  TokensTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void withNoneConfiguredOneAdminTokenIsDrawnThatItsOwnerAloneCanRead() throws IOException {
    Tokens tokens = new Tokens(properties());
    Path file = directory.resolve("deep/operator.token");
    String token = Files.readString(file).strip();

    assertThat(token).matches("[-_A-Za-z0-9]{43,}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(tokens.find(token)).contains(new Tokens.Holder(TokenFile.NAME, Role.ADMIN));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).as("nothing is left behind").containsExactly(file);
    }
  }

  @Test
  void theDrawnTokenIsUsedAgainAtTheNextStart() throws IOException {
    Tokens first = new Tokens(properties());
    String token = Files.readString(directory.resolve("deep/operator.token")).strip();

    assertThat(new Tokens(properties()).find(token)).isEqualTo(first.find(token));
  }

  @Test
  void aConfiguredTokenMakesAGeneratedOneNeedless() {
    String secret = "0123456789abcdef0123456789abcdef";
    Tokens tokens = new Tokens(properties(new Token("deploy", Role.OPERATOR, secret)));

    assertThat(tokens.find(secret)).contains(new Tokens.Holder("deploy", Role.OPERATOR));
    assertThat(tokens.find(secret + "0")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
    assertThat(directory.resolve("deep")).doesNotExist();
  }

  @Test
  void aSecretThatIsTooShortIsRefusedAndNoneIsEverPrinted() {
    assertThatThrownBy(() -> new Token("deploy", Role.VIEWER, "short-secret"))
        .hasMessageContaining("at least 32 characters")
        .hasMessageNotContaining("short-secret");
    assertThat(new Token("deploy", Role.VIEWER, "x".repeat(32)).toString()).doesNotContain("xxx");
  }

  private ArbiterProperties properties(Token... tokens) {
    return new ArbiterProperties(
        "arbiter-1",
        directory,
        null,
        Duration.ofSeconds(6),
        new Clusters(new KafkaSettings("localhost:9092", (short) 1, Map.of())),
        new Security(List.of(tokens), directory.resolve("deep/operator.token")));
  }
}
