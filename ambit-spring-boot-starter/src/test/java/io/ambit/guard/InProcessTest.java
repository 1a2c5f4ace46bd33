package io.ambit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambit.edge.LeasingRegion;
import io.ambit.edge.RunningEdge;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.door.disk.DirectoryInUseException;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real application that decides by itself, as an edge of a region on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InProcessTest {
  private static final String ENFORCING = "ambit.guard.enforcement=enforce";
  private static final String NODE = "shop-1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Path data;
  private LeasingRegion region;

  @BeforeAll
  void start(@TempDir Path data) {
    this.data = data;
    region = new LeasingRegion(NODE);
    try (Shop first = open()) {
      region.begin();
    }
  }

  @AfterAll
  void stop() {
    region.close();
  }

  private Shop open(String... more) {
    return open(region.bootstrapServers(), data, more);
  }

  private static Shop open(String kafka, Path data, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "ambit.guard.edge.region=eu",
                "ambit.guard.edge.kafka=" + kafka,
                "ambit.guard.edge.node=" + NODE,
                "ambit.guard.edge.data-directory=" + data,
                "ambit.guard.edge.replication-factor=1"));
    settings.addAll(List.of(more));
    return new Shop(settings.toArray(String[]::new));
  }

  @Test
  void servesWhatItsRegionGrantsAndNoMore() throws Exception {
    Limit limit = Limit.perSecond("requests", 1, 10);
    try (Shop shop = open(ENFORCING)) {
      region.lease("acme", Enforcement.ENFORCE, limit);
      eventually(() -> shop.order("Ambit-Tenant", "acme").statusCode() == 200);
      long admittedBefore = shop.served();
      long startNanos = System.nanoTime();

      HttpResponse<String> answer;
      do {
        answer = shop.order("Ambit-Tenant", "acme");
      } while (answer.statusCode() == 200);

      long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("RateLimit-Policy"))
          .hasValue("\"acme-requests\";q=1;w=1");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.headers().firstValue("Ambit-Decision").orElse(""))
          .startsWith("shed;reason=over_budget");
      assertThat(answer.body()).contains("quota-exceeded", "over_budget");
      assertThat(shop.served() - admittedBefore).isLessThanOrEqualTo(10 + seconds + 1);
      assertThat(shop.asked("refused")).isPositive();
    }
  }

  @Test
  void refusesNothingUntilItIsToldTo() throws Exception {
    try (Shop shop = open()) {
      region.lease("tried", Enforcement.ENFORCE, Limit.perSecond("requests", 1, 1));
      eventually(
          () -> shop.order("Ambit-Tenant", "tried").statusCode() == 200 && admitted(shop) > 0);
      while (counted(shop, "over_budget") == 0) {
        HttpResponse<String> answer = shop.order("Ambit-Tenant", "tried");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Ambit-Decision")).isEmpty();
      }
      assertThat(shop.asked("refused")).isPositive();
      assertThat(shop.served()).isGreaterThan((int) admitted(shop));
    }
  }

  @Test
  void tellsTheEdgeHowRequestsEnd() throws Exception {
    region.lease("told", Enforcement.ENFORCE, Limit.perSecond("requests", 1_000, 100));
    try (Shop shop = open(ENFORCING)) {
      eventually(() -> shop.order("Ambit-Tenant", "told").statusCode() == 200);

      assertThat(shop.get("/later", "Ambit-Tenant", "told").statusCode()).isEqualTo(200);
      assertThat(shop.get("/broken", "Ambit-Tenant", "told").statusCode()).isEqualTo(500);

      // A client has its answer before the end is told.
      eventually(() -> outcomes(shop, "success") == shop.served());
      eventually(() -> outcomes(shop, "failure") == 1);

      var held = shop.hold("Ambit-Tenant", "told");
      eventually(() -> underWay(shop) == 1);
      shop.release();
      assertThat(held.get().statusCode()).isEqualTo(200);
      eventually(() -> underWay(shop) == 0);
    }
  }

  @Test
  void handsAWriteTheTokenOfItsHome() throws Exception {
    region.lease("housed", Enforcement.ENFORCE, Limit.perSecond("requests", 1_000, 100));
    String epoch = "epoch " + region.house("housed").epoch();
    try (Shop shop = open(ENFORCING)) {
      eventually(() -> shop.token("POST", "housed").equals(epoch));
      assertThat(shop.token("GET", "housed")).isEqualTo("none");
    }
  }

  @Test
  void givesBackWhatItHoldsWhenTheApplicationCloses() throws Exception {
    region.lease("leaver", Enforcement.ENFORCE, Limit.perSecond("requests", 1_000, 100));
    try (Shop shop = open(ENFORCING)) {
      eventually(() -> shop.order("Ambit-Tenant", "leaver").statusCode() == 200);
      assertThat(region.newestReport().leaving()).isFalse();
    }
    assertThat(region.newestReport().leaving()).isTrue();
  }

  @Test
  void aSecondEdgeOfItsNameOnTheMachineDoesNotStart() {
    try (Shop first = open()) {
      assertThatThrownBy(this::open)
          .rootCause()
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining(data.toString());
    }
  }

  @Test
  void decidesAlsoBeforeItsRegionEverAnswered(@TempDir Path fresh) throws Exception {
    try (Shop enforcing = open(RunningEdge.NO_BROKER, fresh, ENFORCING)) {
      HttpResponse<String> refused = enforcing.order("Ambit-Tenant", "acme");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Ambit-Decision").orElse(""))
          .startsWith("shed;reason=control_loss");
    }
    try (Shop shadow = open(RunningEdge.NO_BROKER, fresh)) {
      assertThat(shadow.order("Ambit-Tenant", "acme").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aQuestionThatIsNoneIsNotLetThrough() throws Exception {
    try (Shop shop = open(ENFORCING, "ambit.guard.unnamed=No Name")) {
      HttpResponse<String> refused = shop.order();
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("#/tenant");
    }
  }

  @Test
  void leavesTheApplicationItsOwnSettings() {
    assertThat(getClass().getResource("/application.yml")).isNull();
    try (Shop shop = open()) {
      var environment = shop.application().getEnvironment();
      assertThat(environment.getProperty("server.port")).isEqualTo("0");
      for (String setting :
          List.of(
              "spring.application.name",
              "server.shutdown",
              "server.tomcat.threads.max",
              "management.server.port",
              "logging.level.root",
              "ambit.node")) {
        assertThat(environment.getProperty(setting)).as(setting).isNull();
      }
      assertThat(shop.application().getBeansOfType(Decider.class)).isEmpty();
    }
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  /** Decisions of the edge's own counting. */
  private static double counted(Shop shop, String reason) {
    return shop.meters().get("ambit.decisions").tag("reason", reason).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static double admitted(Shop shop) {
    return counted(shop, "ok");
  }

  /** Of the pool that is not the default one. */
  private static double underWay(Shop shop) {
    return shop.meters().get("ambit.overload.under.way").tag("pool", "other").gauge().value();
  }

  private static double outcomes(Shop shop, String result) {
    return shop.meters().get("ambit.outcomes").tag("result", result).counter().count();
  }
}
