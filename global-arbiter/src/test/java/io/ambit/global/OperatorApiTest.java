package io.ambit.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.global.Arbiter.Answer;
import io.ambit.model.PolicyRecord;
import io.ambit.wire.Wire;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Extension.class)
final class OperatorApiTest {
  private final Stage stage;
  private final Arbiter arbiter;

  OperatorApiTest(Stage stage) {
    this.stage = stage;
    this.arbiter = stage.arbiter();
  }

  @Test
  void aBudgetThatIsPutIsInTheLogBeforeItIsAnswered() throws Exception {
    Answer created = arbiter.put(budget("put"), quota(1_000), "If-None-Match: *");

    assertThat(created.status()).as(created.response().body()).isEqualTo(201);
    List<ConsumerRecord<String, byte[]>> log = stage.regions().read("ambit.policy");
    ConsumerRecord<String, byte[]> record =
        log.stream().filter(r -> "budget/put".equals(r.key())).findFirst().orElseThrow();
    PolicyRecord committed = Wire.decodePolicy("budget/put", record.value(), record.offset() + 1);
    assertThat(created.etag()).isEqualTo("\"%d\"".formatted(committed.revision()));
    assertThat(committed.actor()).isEqualTo("olga");
    assertThat(committed.reason()).isEqualTo("test");
  }

  @Test
  void everyDefaultIsFilledIn() {
    arbiter.put(budget("defaults"), quota(1_000));

    Answer got = arbiter.get(budget("defaults"));
    JsonNode limit = got.body().at("/spec/limits/0");
    assertThat(limit.toString())
        .isEqualTo(
            "{\"name\":\"requests\",\"unit\":\"requests\",\"quota\":1000,\"windowSeconds\":1,"
                + "\"alignment\":\"none\",\"burst\":250,\"guaranteed\":0,\"ceiling\":1000,\"weight\":1,\"regions\":{}}");
    assertThat(got.body().at("/spec/enforcement").asText()).isEqualTo("enforce");
    assertThat(got.body().at("/spec/onControlLoss").toString())
        .isEqualTo("{\"graceMillis\":15000,\"mode\":\"hold\",\"safeFactor\":1}");
    assertThat(got.body().at("/spec/onNoBackend").asText()).isEqualTo("shed");
    assertThat(got.body().at("/spec/onRegionLoss").asText()).isEqualTo("after_lease");
    assertThat(got.body().at("/status/conditions/0/type").asText()).isEqualTo("Propagated");
  }

  @Test
  void whatAGetGaveCanBePutBack() {
    arbiter.put(budget("round"), quota(1_000));
    Answer got = arbiter.get(budget("round"));
    String changed =
        got.response()
            .body()
            .replace("\"quota\":1000", "\"quota\":900")
            .replace("\"ceiling\":1000", "\"ceiling\":900");

    Answer replaced = arbiter.put(budget("round"), changed, "If-Match: " + got.etag());

    assertThat(replaced.status()).as(replaced.response().body()).isEqualTo(200);
    assertThat(replaced.body().at("/spec/limits/0/quota").asLong()).isEqualTo(900);
    assertThat(replaced.body().at("/metadata/generation").asLong()).isEqualTo(2);
  }

  @Test
  void replacingNeedsTheVersionThatIsReplaced() {
    String first = arbiter.put(budget("versions"), quota(1)).etag();
    assertThat(arbiter.put(budget("versions"), quota(2)).status()).isEqualTo(428);
    assertThat(arbiter.put(budget("versions"), quota(2), "If-None-Match: *").status())
        .isEqualTo(412);
    assertThat(arbiter.put(budget("versions"), quota(2), "If-Match: " + first).status())
        .isEqualTo(200);

    Answer stale = arbiter.put(budget("versions"), quota(3), "If-Match: " + first);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.header("Content-Type")).startsWith("application/problem+json");
    assertThat(stale.body().path("detail").asText()).contains("olga", "because: test");
    assertThat(arbiter.put(budget("versions"), quota(3), "If-Match: *").status()).isEqualTo(200);
  }

  @Test
  void ofTwoPutsAtOnceOnTheSameVersionExactlyOneWins() {
    String base = arbiter.put(budget("race"), quota(1)).etag();
    List<CompletableFuture<Integer>> racers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String body = quota(100 + i);
      racers.add(
          CompletableFuture.supplyAsync(
              () -> arbiter.put(budget("race"), body, "If-Match: " + base).status()));
    }

    assertThat(racers.stream().map(CompletableFuture::join).sorted().toList())
        .containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
  }

  @Test
  void aDryRunChecksAndStoresNothing() {
    Answer would = arbiter.put(budget("dry") + "?dryRun=true", quota(5));
    assertThat(would.status()).isEqualTo(201);
    assertThat(would.header("Ambit-Dry-Run")).isEqualTo("true");
    assertThat(would.body().at("/spec/limits/0/quota").asLong()).isEqualTo(5);
    assertThat(arbiter.get(budget("dry")).status()).isEqualTo(404);
    assertThat(arbiter.put(budget("dry") + "?dryRun=true", "{\"spec\":{}}").status())
        .isEqualTo(400);
  }

  @Test
  void aDeletedBudgetIsGoneAndMayComeBackAsANewOne() {
    String tag = arbiter.put(budget("gone"), quota(5)).etag();
    assertThat(arbiter.delete(budget("gone")).status()).isEqualTo(428);
    assertThat(arbiter.delete(budget("gone") + "?reason=over", "If-Match: " + tag).status())
        .isEqualTo(204);
    assertThat(arbiter.get(budget("gone")).status()).isEqualTo(404);
    assertThat(arbiter.delete(budget("gone"), "If-Match: *").status()).isEqualTo(404);

    Answer again = arbiter.put(budget("gone"), quota(6), "If-None-Match: *");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body().at("/metadata/generation").asLong()).isEqualTo(1);
    assertThat(stage.regions().read("ambit.policy"))
        .anyMatch(record -> "budget/gone".equals(record.key()) && record.value() == null);
  }

  @Test
  void aPutThatChangesNothingKeepsTheVersion() {
    String tag = arbiter.put(budget("same"), quota(5)).etag();
    Answer same = arbiter.put(budget("same"), quota(5), "If-Match: " + tag);

    assertThat(same.status()).isEqualTo(200);
    assertThat(same.etag()).isEqualTo(tag);
  }

  @Test
  void theDefaultBudgetIsAnObjectLikeAnyOther() {
    String path = "/api/v1/defaults/budget";
    String tag = arbiter.put(path, quota(50)).etag();
    assertThat(arbiter.get(path).etag()).isEqualTo(tag);
    assertThat(arbiter.delete(path, "If-Match: " + tag).status()).isEqualTo(204);
    assertThat(arbiter.get(path).status()).isEqualTo(404);
  }

  @Test
  void aRegionIsDeclaredAndChanged() {
    Answer declared =
        arbiter.put(
            "/api/v1/regions/ap",
            "{\"spec\":{\"capacityPerSecond\":5000,\"weight\":2},\"reason\":\"new site\"}");
    assertThat(declared.status()).isEqualTo(201);
    assertThat(declared.body().at("/spec/adminState").asText()).isEqualTo("active");
    assertThat(declared.body().at("/status/declared").asBoolean()).isTrue();

    Answer cordoned =
        arbiter.put(
            "/api/v1/regions/ap",
            "{\"spec\":{\"adminState\":\"cordoned\"}}",
            "If-Match: " + declared.etag());
    assertThat(cordoned.status()).isEqualTo(200);
    assertThat(arbiter.get("/api/v1/regions").body().at("/items").findValuesAsText("adminState"))
        .contains("cordoned");
    assertThat(arbiter.get("/api/v1/regions/ap/edges").body().path("items")).isEmpty();
    assertThat(arbiter.get("/api/v1/regions/nowhere").status()).isEqualTo(404);
  }

  @Test
  void listsComeInPages() {
    for (String name : List.of("page-a", "page-b", "page-c")) {
      arbiter.put(budget(name), quota(5));
    }
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = arbiter.get("/api/v1/tenants?pageSize=2&pageToken=" + token).body();
      assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
      page.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
      token = page.path("nextPageToken").asText("");
    } while (!token.isEmpty());

    assertThat(names).contains("page-a", "page-b", "page-c").isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatAnOperatorDidIsOnRecord() {
    arbiter.put(budget("audited"), quota(5));

    await()
        .atMost(Arbiter.PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode event = arbiter.get("/api/v1/audit-events").body().at("/items/0");
              assertThat(event.path("object").asText()).isEqualTo("budget/audited");
              assertThat(event.path("verb").asText()).isEqualTo("create");
              assertThat(event.path("actor").asText()).isEqualTo("olga");
            });
  }

  @Test
  void withoutATokenNothingIsToldAndWithTheWrongRoleNothingIsChanged() {
    Answer none = arbiter.open("/api/v1/tenants");
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(none.header("Content-Type")).isEqualTo("application/problem+json");

    assertThat(
            with("nobody-has-this-token-nobody-has-this").get(arbiter, "/api/v1/tenants").status())
        .isEqualTo(401);
    assertThat(with(Arbiter.VIEWER).get(arbiter, "/api/v1/tenants").status()).isEqualTo(200);
    Answer refused = with(Arbiter.VIEWER).put(arbiter, budget("viewer"), quota(1));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope");
  }

  @Test
  void probesStatusAndTheFrontPageAreOpen() {
    for (String path : List.of("/livez", "/readyz", "/v1/status", "/")) {
      assertThat(arbiter.open(path).status()).as(path).isEqualTo(200);
    }
  }

  private record Caller(String token) {
    Answer get(Arbiter arbiter, String path) {
      return arbiter.send(request(arbiter, path).GET());
    }

    Answer put(Arbiter arbiter, String path, String body) {
      return arbiter.send(
          request(arbiter, path)
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(Arbiter arbiter, String path) {
      return HttpRequest.newBuilder(arbiter.uri(path))
          .timeout(Duration.ofSeconds(10))
          .header("Authorization", "Bearer " + token);
    }
  }

  private static Caller with(String token) {
    return new Caller(token);
  }

  static String budget(String tenant) {
    return "/api/v1/tenants/%s/budget".formatted(tenant);
  }

  static String quota(long quota) {
    return "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"quota\":%d}]},\"reason\":\"test\"}"
        .formatted(quota);
  }
}
