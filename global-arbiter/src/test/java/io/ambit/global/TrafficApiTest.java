package io.ambit.global;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.global.Arbiter.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policy, rules, plans and moves of traffic as operators ask for them. */
@ExtendWith(Stage.Extension.class)
final class TrafficApiTest {
  private static final String POLICY = "/api/v1/failover-policy";
  private static final String RULES = "/api/v1/safety-rules";

  private final Arbiter arbiter;

  TrafficApiTest(Stage stage) {
    this.arbiter = stage.arbiter();
  }

  @Test
  void untilSomebodySaysOtherwiseTheDefaultsHold() {
    JsonNode spec = arbiter.get(POLICY).body().path("spec");

    assertThat(spec.path("capPercent").asInt()).isBetween(80, 85);
    assertThat(spec.at("/hold/mostPerHour").asInt()).isEqualTo(2);
    assertThat(arbiter.get(RULES).body().at("/spec/evidenceMillis").asInt()).isEqualTo(10_000);
  }

  @Test
  void policyIsReplacedOnlyByWhoSaysWhichVersion() {
    String rings =
        "{\"spec\":{\"capPercent\":80,\"rings\":{\"eu\":[[\"uk\"],[\"us\"]]},"
            + "\"homes\":{\"automatic\":true,\"leaseMillis\":3000,\"witnesses\":[\"w-1\"]}}}";
    Answer created = arbiter.put(POLICY, rings);
    Answer blind = arbiter.put(POLICY, "{\"spec\":{}}");
    Answer wrong =
        arbiter.put(
            POLICY,
            "{\"spec\":{\"capPercent\":101,\"rings\":{\"E\":[]},\"homes\":{\"leaseMillis\":1999}}}",
            "If-Match: *");

    assertThat(created.status()).as(created.response().body()).isEqualTo(201);
    assertThat(created.body().at("/spec/rings/eu/0/0").asText()).isEqualTo("uk");
    assertThat(created.body().at("/spec/homes/leaseMillis").asInt()).isEqualTo(3_000);
    JsonNode takenOver = created.body().at("/status/conditions/1");
    assertThat(takenOver.path("type").asText()).isEqualTo("HomesTakenOver");
    assertThat(takenOver.path("message").asText()).as("who has a say").contains("w-1");
    assertThat(blind.status()).isEqualTo(428);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().path("errors").findValuesAsText("pointer"))
        .containsExactly("#/spec/capPercent", "#/spec/rings/E", "#/spec/homes/leaseMillis");
    assertThat(arbiter.get(POLICY).etag()).isEqualTo(created.etag());
  }

  @Test
  void aPlanSaysWhatStandsInTheWayAndIsThenNotCarriedOut() {
    arbiter.put("/api/v1/regions/unheard", "{\"spec\":{\"capacityPerSecond\":1000}}");
    Answer made =
        arbiter.post("/api/v1/plans", "{\"spec\":{\"kind\":\"drain\",\"region\":\"unheard\"}}");
    String id = made.body().at("/metadata/name").asText();

    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(made.body().at("/status/applies").asBoolean(true)).isFalse();
    assertThat(made.body().at("/status/regions").findValuesAsText("name")).contains("unheard");
    assertThat(made.body().at("/status/findings").findValuesAsText("rule")).isNotEmpty();
    assertThat(made.body().at("/status/budgets/limits").isArray()).isTrue();
    assertThat(arbiter.get("/api/v1/plans/" + id).body()).isEqualTo(made.body());
    Answer applied = arbiter.post("/api/v1/plans/" + id + "/apply", "{}");
    assertThat(applied.status()).isEqualTo(409);
    assertThat(arbiter.get("/api/v1/plans/plan-none").status()).isEqualTo(404);
    assertThat(arbiter.get("/api/v1/regions/unheard").body().at("/spec/adminState").asText())
        .isEqualTo("active");
  }

  @Test
  void aPlanThatIsAskedForTwiceIsMadeOnce() {
    arbiter.put("/api/v1/regions/unheard", "{\"spec\":{\"capacityPerSecond\":1000}}");
    String drain = "{\"spec\":{\"kind\":\"drain\",\"region\":\"unheard\"}}";
    String restore = "{\"spec\":{\"kind\":\"restore\",\"region\":\"unheard\"}}";
    Answer made = arbiter.post("/api/v1/plans", drain, "Idempotency-Key: plan-a");
    Answer again = arbiter.post("/api/v1/plans", drain, "Idempotency-Key: plan-a");
    Answer other = arbiter.post("/api/v1/plans", restore, "Idempotency-Key: plan-a");

    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(made.body());
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().path("errors").findValuesAsText("code")).containsExactly("reused");
  }

  @Test
  void aDrainThatIsNotSafeIsRefusedAtTheDoorOfFailovers() {
    arbiter.put("/api/v1/regions/unheard", "{\"spec\":{\"capacityPerSecond\":1000}}");
    Answer refused =
        arbiter.post("/api/v1/failovers", "{\"spec\":{\"kind\":\"drain\",\"region\":\"unheard\"}}");

    assertThat(refused.status()).as(refused.response().body()).isEqualTo(409);
    assertThat(refused.body().path("type").asText()).endsWith("unsafe");
    assertThat(refused.body().path("errors").findValuesAsText("code")).isNotEmpty();
  }

  @Test
  void aKindThatNobodyKnowsIsRefused() {
    Answer answer = arbiter.post("/api/v1/plans", "{\"spec\":{\"kind\":\"teleport\"}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").findValuesAsText("pointer"))
        .containsExactly("#/spec/kind", "#/spec/region");
  }
}
