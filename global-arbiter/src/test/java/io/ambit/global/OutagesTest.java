package io.ambit.global;

import static io.ambit.global.OperatorApiTest.budget;
import static io.ambit.global.OperatorApiTest.quota;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.global.Arbiter.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka, Redis and the arbiter itself, each really gone for a while. */
@ExtendWith(Stage.Extension.class)
final class OutagesTest {
  private final Stage stage;

  OutagesTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void withKafkaKilledReadsGoOnAndWritesSayWhenToComeBack() throws Exception {
    String tag = arbiter().put(budget("outage"), quota(1)).etag();
    stage.broker().kill();

    Answer unknown = arbiter().put(budget("outage"), quota(2), "If-Match: " + tag);
    assertThat(unknown.status()).isEqualTo(503);
    assertThat(unknown.header("Retry-After")).isEqualTo("1");
    await()
        .atMost(Arbiter.PATIENCE)
        .until(() -> status("kafka").equals("gone") && status("mode").equals("degraded"));
    Answer silent = arbiter().put(budget("outage-other"), quota(2));
    assertThat(silent.body().path("type").asText()).isEqualTo("urn:ambit:problem:log-silent");
    assertThat(arbiter().get(budget("outage")).body().at("/spec/limits/0/quota").asLong())
        .isEqualTo(1);
    assertThat(arbiter().open("/livez").status()).isEqualTo(200);

    stage.broker().start();
    await().atMost(Arbiter.PATIENCE).until(() -> status("kafka").equals("there"));
    await()
        .atMost(Arbiter.PATIENCE)
        .until(() -> arbiter().put(budget("outage"), quota(3), "If-Match: *").status() == 200);
    assertThat(arbiter().get(budget("outage")).body().at("/spec/limits/0/quota").asLong())
        .isEqualTo(3);
  }

  @Test
  void withRedisKilledOnlyTheHistoryIsGone() throws Exception {
    arbiter().put(budget("plotless"), quota(1));
    stage.stopRedis();

    await()
        .atMost(Arbiter.PATIENCE)
        .until(() -> status("redis").equals("gone") && status("mode").equals("degraded"));
    assertThat(arbiter().put(budget("plotless"), quota(2), "If-Match: *").status()).isEqualTo(200);
    Answer usage = arbiter().get("/api/v1/tenants/plotless/usage");
    assertThat(usage.status()).isEqualTo(200);
    assertThat(usage.body().path("historyAvailable").asBoolean(true)).isFalse();

    stage.startRedis();
    await()
        .atMost(Arbiter.PATIENCE)
        .until(() -> status("redis").equals("there") && status("mode").equals("target"));
  }

  @Test
  void aRestartReadsEveryAcknowledgedWriteBack() {
    String kept = arbiter().put(budget("kept"), quota(7)).etag();
    String deleted = arbiter().put(budget("deleted"), quota(7)).etag();
    arbiter().delete(budget("deleted"), "If-Match: " + deleted);
    long epoch = arbiter().open("/v1/status").body().path("epoch").asLong();
    stage.regions().report("eu", "kept", 1);
    await().atMost(Arbiter.PATIENCE).until(() -> stage.regions().given("eu").isPresent());

    stage.restartArbiter();

    assertThat(arbiter().get(budget("kept")).etag()).isEqualTo(kept);
    assertThat(arbiter().get(budget("deleted")).status()).isEqualTo(404);
    assertThat(arbiter().open("/v1/status").body().path("epoch").asLong()).isGreaterThan(epoch);
    assertThat(arbiter().get("/api/v1/audit-events").body().path("items")).isNotEmpty();
    assertThat(arbiter().put(budget("kept"), quota(8), "If-Match: " + kept).status())
        .isEqualTo(200);
  }

  private String status(String field) {
    return arbiter().open("/v1/status").body().path(field).asText();
  }

  private Arbiter arbiter() {
    return stage.arbiter();
  }
}
