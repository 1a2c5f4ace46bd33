package io.ambit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One broker and one edge for all; every test has a tenant of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Share FLOOR = new Share(1_000, 1_000);

  private EmbeddedKafkaBroker kafka;
  private PlayedRegion region;
  private RunningEdge edge;

  @BeforeAll
  void start(@TempDir Path data) {
    kafka = new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "false");
    kafka.afterPropertiesSet();
    region = new PlayedRegion(kafka.getBrokersAsString());
    edge = new RunningEdge("eu-1", data, kafka.getBrokersAsString());
    await().atMost(PATIENCE).until(() -> region.newestReport("eu-1").isPresent());
  }

  @AfterAll
  void stop() {
    edge.close();
    region.close();
    kafka.destroy();
  }

  @Test
  void whatTheRegionGrantsIsAdmittedAndNoMore() throws Exception {
    LimitKey key = new LimitKey("acme", "requests");
    region.relay(PolicyKey.budget("acme"), Budget.of(Limit.perSecond("requests", 1_000, 100)));
    region.give(key, new Share(1_000_000, 100_000), FLOOR, 18_000);
    untilAdmitted("acme");

    JsonNode tooMuch = edge.decide("acme", 101);

    assertThat(tooMuch.path("verdict").asText()).isEqualTo("shed");
    assertThat(tooMuch.path("reason").asText()).isEqualTo("over_budget");
    assertThat(tooMuch.path("limit").asText()).isEqualTo("requests");
    assertThat(tooMuch.path("retryAfterMillis").asLong()).isPositive();
    assertThat(tooMuch.path("route").isNull()).isTrue();
  }

  private void untilAdmitted(String tenant) {
    await().atMost(PATIENCE).until(answered(() -> edge.decide(tenant)), EdgeAgentTest::isAdmitted);
  }

  /** Answers the edge's reports meanwhile, as a region would. */
  private <T> Callable<T> answered(Callable<T> question) {
    return () -> {
      region.answer("eu-1");
      return question.call();
    };
  }

  private static boolean isAdmitted(JsonNode decision) {
    return decision.path("verdict").asText().equals("admit");
  }
}
