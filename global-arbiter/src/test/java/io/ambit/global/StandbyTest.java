package io.ambit.global;

import static io.ambit.global.OperatorApiTest.budget;
import static io.ambit.global.OperatorApiTest.quota;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.global.Arbiter.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second arbiter beside the one that leads. */
@ExtendWith(Stage.Extension.class)
final class StandbyTest {
  private final Stage stage;

  StandbyTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void aStandbyIsReadyAndSendsOperatorsOnToTheLeader(@TempDir Path data) {
    try (Arbiter standby = stage.startStandby(data)) {
      assertThat(standby.open("/readyz").status()).isEqualTo(200);
      assertThat(standby.open("/v1/status").body().path("leading").asBoolean(true)).isFalse();
      await()
          .atMost(Arbiter.PATIENCE)
          .until(() -> standby.put(budget("sent-on"), quota(1)).status() == 307);

      Answer moved = standby.put(budget("sent-on") + "?dryRun=true", quota(1));

      String leader = "http://127.0.0.1:" + stage.arbiter().port();
      assertThat(moved.header("Location")).isEqualTo(leader + budget("sent-on") + "?dryRun=true");
      assertThat(standby.get(budget("sent-on")).status()).isEqualTo(307);
      assertThat(stage.arbiter().get(budget("sent-on")).status()).isEqualTo(404);
    }
  }

  @Test
  void whoMayNotAskIsNotToldWhereTheLeaderIs(@TempDir Path data) {
    try (Arbiter standby = stage.startStandby(data)) {
      Answer refused = standby.open(budget("sent-on"));

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("Location")).isEmpty();
    }
  }
}
