package io.ambit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Outcomes told over HTTP reach decisions; each test has a pool and a tenant of its own. */
@ExtendWith(SharedEdge.class)
class OverloadedEdgeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Limit PLENTY = Limit.perSecond("requests", 1_000_000, 100_000);

  private final LeasedEdge leased;
  private final RunningEdge edge;

  OverloadedEdgeTest(LeasedEdge leased) {
    this.leased = leased;
    this.edge = leased.edge();
  }

  @Test
  void whatIsOverloadedShedsTheLeastImportantAndSaysWhenToComeBack() throws Exception {
    leased.lease("flooding", Enforcement.ENFORCE, PLENTY);
    overload("flooding", "flooded");

    // What is under way is drained by halves, and for moments even the most important wait; once
    // nobody asks any more, nobody is shed for long.
    patiently()
        .until(
            () -> {
              decide("flooding", "flooded", 200);
              tell("flooded", 20, 400);
              return check("flooding", "flooded", "sheddable", "once-more").statusCode() == 503
                  && check("flooding", "flooded", "critical_plus", "once-more").statusCode() == 200;
            });
    HttpResponse<String> shed = check("flooding", "flooded", "sheddable", "once-more");
    HttpResponse<String> again = check("flooding", "flooded", "sheddable", "once-more");
    HttpResponse<String> elsewhere = check("flooding", "default", "sheddable", "once-more");

    assertThat(shed.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(shed.headers().firstValue("Retry-After").orElse("0")))
        .isBetween(1, 60);
    JsonNode problem = JSON.readTree(shed.body());
    assertThat(problem.path("type").asText())
        .isEqualTo("https://iana.org/assignments/http-problem-types#temporary-reduced-capacity");
    assertThat(problem.path("reason").asText()).isEqualTo("overload");
    assertThat(again.statusCode()).isEqualTo(503);
    assertThat(elsewhere.statusCode()).isEqualTo(200);
  }

  @Test
  void inShadowARequestGoesAndIsToldThatItWouldHaveBeenShed() throws Exception {
    leased.lease("rehearsing", Enforcement.SHADOW, PLENTY);
    leased.lease("pressing", Enforcement.ENFORCE, PLENTY);
    overload("pressing", "rehearsed");

    HttpResponse<String> shadowed = check("rehearsing", "rehearsed", "sheddable", "x");

    assertThat(shadowed.statusCode()).isEqualTo(200);
    assertThat(shadowed.headers().firstValue("Ambit-Decision").orElse(""))
        .startsWith("admit;reason=overload;");
  }

  @Test
  void outcomesAreCountedWhetherTheirPoolIsKnownOrNot() throws Exception {
    HttpResponse<String> told =
        edge.post(
            "/v1/outcomes",
            """
            {"outcomes":[{"backend":"eu-a","latencyMillis":12,"success":true},
             {"latencyMillis":0.25,"success":false,"pool":"told"}]}""");

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(told.body()).path("accepted").asInt()).isEqualTo(2);
  }

  /**
   * Many begin and few return, and late, until the least important are all shed; and then until
   * those that went before there was a limit are back, so that the most important go again.
   */
  private void overload(String tenant, String pool) throws Exception {
    calm(tenant, pool);
    patiently()
        .until(
            () -> {
              JsonNode decisions = decide(tenant, pool, 200);
              tell(pool, 20, 400);
              return decisions.findValuesAsText("reason").stream().allMatch("overload"::equals)
                  && check(tenant, pool, "critical_plus", "once-more").statusCode() == 200;
            });
  }

  /** What requests take while nothing queues is learned over many ticks. */
  private void calm(String tenant, String pool) {
    AtomicInteger rounds = new AtomicInteger();
    patiently()
        .until(
            () -> {
              decide(tenant, pool, 20);
              tell(pool, 20, 5);
              return rounds.incrementAndGet() >= 20;
            });
  }

  private JsonNode decide(String tenant, String pool, int times) throws Exception {
    String request =
        "{\"tenant\":\"%s\",\"pool\":\"%s\",\"priority\":\"sheddable\"},".formatted(tenant, pool);
    String requests = request.repeat(times);
    String body = "{\"requests\":[" + requests.substring(0, requests.length() - 1) + "]}";
    return JSON.readTree(edge.post("/v1/decide/batch", body).body()).path("decisions");
  }

  private void tell(String pool, int times, int millis) throws Exception {
    String outcome =
        "{\"pool\":\"%s\",\"latencyMillis\":%d,\"success\":true},".formatted(pool, millis);
    String outcomes = outcome.repeat(times);
    String body = "{\"outcomes\":[" + outcomes.substring(0, outcomes.length() - 1) + "]}";
    assertThat(edge.post("/v1/outcomes", body).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> check(String tenant, String pool, String priority, String id)
      throws Exception {
    return edge.get(
        "/v1/check",
        "Ambit-Tenant",
        tenant,
        "Ambit-Pool",
        pool,
        "Ambit-Priority",
        priority,
        "X-Request-Id",
        id);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
