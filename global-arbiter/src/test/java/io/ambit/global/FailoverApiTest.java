package io.ambit.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.global.Arbiter.Answer;
import io.ambit.model.WriteEpoch;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Homes of writes over HTTP; regions are heard, and have no edges that would confirm a move. */
@ExtendWith(Stage.Extension.class)
final class FailoverApiTest {
  private static final String FAILOVERS = "/api/v1/failovers";

  private final Stage stage;
  private final Arbiter arbiter;

  FailoverApiTest(Stage stage) {
    this.stage = stage;
    this.arbiter = stage.arbiter();
  }

  @BeforeEach
  void letRegionsBeHeard() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              stage.regions().report("eu", "any", 0);
              stage.regions().report("us", "any", 0);
              return arbiter.get("/api/v1/regions/us").status() == 200
                  && arbiter.get("/api/v1/regions/eu").status() == 200;
            });
  }

  @Test
  void aFirstHomeIsSetAndShown() {
    assertThat(arbiter.get(home("first")).status()).isEqualTo(404);

    Answer asked = arbiter.post(FAILOVERS, move("first", "eu"));
    assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
    assertThat(asked.body().at("/status/phase").asText()).isEqualTo("done");
    assertThat(asked.header("Location")).startsWith(FAILOVERS + "/f-");

    Answer home = arbiter.get(home("first"));
    assertThat(home.body().at("/spec/home").asText()).isEqualTo("eu");
    assertThat(home.body().at("/status/state").asText()).isEqualTo("stable");
    assertThat(home.body().at("/status/admitting").asText()).isEqualTo("eu");
    assertThat(home.body().at("/status/epoch").asLong()).isEqualTo(WriteEpoch.mark("eu"));
    assertThat(arbiter.get(asked.header("Location")).body().at("/spec/tenant").asText())
        .isEqualTo("first");
  }

  @Test
  void aMoveThatNobodyCanConfirmIsPreparedAndTakenBack() {
    arbiter.post(FAILOVERS, move("stays", "eu"));
    letRegionsBeHeard();
    Answer asked = arbiter.post(FAILOVERS, move("stays", "us"));
    assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
    assertThat(asked.body().at("/status/phase").asText()).isEqualTo("pending");
    String failover = asked.header("Location");
    assertThat(arbiter.post(FAILOVERS, move("stays", "us")).status()).isEqualTo(409);

    assertThat(arbiter.post(failover + "/abort", "").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> arbiter.get(failover).body().at("/status/phase").asText(), "aborted"::equals);
    assertThat(arbiter.get(home("stays")).body().at("/status/state").asText()).isEqualTo("aborted");
    assertThat(arbiter.get(home("stays")).body().at("/spec/home").asText()).isEqualTo("eu");
  }

  @Test
  void theSameKeyIsTheSameFailover() {
    Answer first = arbiter.post(FAILOVERS, move("keyed", "eu"), "Idempotency-Key: monday");
    Answer again = arbiter.post(FAILOVERS, move("keyed", "eu"), "Idempotency-Key: monday");
    Answer other = arbiter.post(FAILOVERS, move("keyed", "us"), "Idempotency-Key: monday");

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void aDryRunStoresNothing() {
    Answer would = arbiter.post(FAILOVERS + "?dryRun=true", move("dry", "eu"));

    assertThat(would.status()).isEqualTo(202);
    assertThat(would.header("Ambit-Dry-Run")).isEqualTo("true");
    assertThat(arbiter.get(home("dry")).status()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsSaidWhereItIs() {
    Answer noKind = arbiter.post(FAILOVERS, "{\"spec\":{\"tenant\":\"acme\"}}");
    Answer noTenant = arbiter.post(FAILOVERS, "{\"spec\":{\"kind\":\"move-home\",\"to\":\"eu\"}}");
    Answer unheard = arbiter.post(FAILOVERS, move("acme", "mars"));

    assertThat(noKind.status()).isEqualTo(400);
    assertThat(noKind.body().at("/errors/0/pointer").asText()).isEqualTo("#/spec/kind");
    assertThat(noTenant.body().at("/errors/0/pointer").asText()).isEqualTo("#/spec/tenant");
    assertThat(unheard.status()).isEqualTo(409);
    assertThat(arbiter.get(FAILOVERS + "/nothing").status()).isEqualTo(404);
    assertThat(arbiter.post(FAILOVERS + "/nothing/abort", "").status()).isEqualTo(404);
  }

  private static String home(String tenant) {
    return "/api/v1/tenants/%s/home".formatted(tenant);
  }

  private static String move(String tenant, String to) {
    return """
        {"spec":{"kind":"move-home","tenant":"%s","to":"%s"},"reason":"for the test"}"""
        .formatted(tenant, to);
  }
}
