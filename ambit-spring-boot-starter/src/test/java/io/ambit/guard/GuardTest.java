package io.ambit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambit.edge.LeasedEdge;
import io.ambit.model.PolicyKey;
import io.ambit.model.WriteHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real application in front of which a real edge agent is asked. */
class GuardTest {
  /** What a busy machine needs; the default of 5 ms is what an agent on a calm one keeps. */
  private static final String PATIENT = "ambit.guard.within=1s";

  private static final String ENFORCING = "ambit.guard.enforcement=enforce";

  @SuppressWarnings("NullAway.Init")
  private static LeasedEdge leased;

  @BeforeAll
  static void start(@TempDir Path data) {
    // The agent has the starter on its class path here, which it never has elsewhere.
    leased = new LeasedEdge(data, "--ambit.guard.enabled=false");
  }

  @AfterAll
  static void stop() {
    leased.close();
  }

  private static int agent() {
    return leased.edge().port();
  }

  @Test
  void servesWhatIsAdmittedAndTellsOfTheLimit() throws Exception {
    leased.lease("acme");
    try (Shop shop = new Shop(agent(), ENFORCING, PATIENT)) {
      HttpResponse<String> answer = shop.order("Ambit-Tenant", "acme");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("order 1");
      assertThat(answer.headers().firstValue("RateLimit-Policy"))
          .hasValue("\"acme-requests\";q=1000;w=1");
      assertThat(answer.headers().firstValue("Ambit-Decision").orElse(""))
          .startsWith("admit;reason=ok");
      assertThat(shop.asked("admitted")).isEqualTo(1);
    }
  }

  @Test
  void tellsTheAgentHowRequestsEnd() throws Exception {
    leased.lease("told");
    try (Shop shop = new Shop(agent(), ENFORCING, PATIENT)) {
      await().until(() -> shop.order("Ambit-Tenant", "told").statusCode() == 200);
      assertThat(shop.get("/later", "Ambit-Tenant", "told").statusCode()).isEqualTo(200);
      assertThat(shop.get("/broken", "Ambit-Tenant", "told").statusCode()).isEqualTo(500);

      // A client has its answer before the end is told; what is not admitted has none.
      await().until(() -> shop.outcomes("told") == shop.asked("admitted"));
      assertThat(shop.asked("admitted")).isEqualTo(shop.served() + 1);
      assertThat(shop.outcomes("dropped")).isZero();
    }
  }

  @Test
  void handsAWriteTheTokenOfItsHome() throws Exception {
    leased.lease("housed");
    String epoch = "epoch " + leased.house("housed").epoch();
    try (Shop shop = new Shop(agent(), ENFORCING, PATIENT)) {
      await().until(() -> shop.token("POST", "housed").equals(epoch));
      assertThat(shop.token("GET", "housed")).isEqualTo("none");
    }
  }

  @Test
  void refusesAWriteWhoseHomeMovesRatherThanLetItGoUnanswered() throws Exception {
    leased.lease("moving");
    WriteHome home = WriteHome.first("eu", "f-1").reserved("us", "f-2", false, false).fencing();
    leased.relay(PolicyKey.home("moving"), home);
    // The agent would hold the write up for 500 ms.
    try (Shop shop = new Shop(agent(), ENFORCING, "ambit.guard.within=200ms")) {
      await().until(() -> shop.token("POST", "moving").contains("not_home"));
    }
  }

  @Test
  void turnsAwayWhatIsRefusedWithTheAgentsOwnAnswer() throws Exception {
    leased.leaseOnce("busy", 3);
    try (Shop shop = new Shop(agent(), ENFORCING, PATIENT)) {
      for (int i = 0; i < 3; i++) {
        assertThat(shop.order("Ambit-Tenant", "busy").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = shop.order("Ambit-Tenant", "busy");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("quota-exceeded", "over_budget");
      assertThat(shop.served()).isEqualTo(3);
      assertThat(shop.asked("refused")).isEqualTo(1);
    }
  }

  @Test
  void refusesNothingUntilItIsToldTo() throws Exception {
    leased.leaseOnce("tried", 1);
    try (Shop shop = new Shop(agent(), PATIENT)) {
      for (int i = 0; i < 4; i++) {
        HttpResponse<String> answer = shop.order("Ambit-Tenant", "tried");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(answer.headers().firstValue("Ambit-Decision")).isEmpty();
      }
      assertThat(shop.asked("admitted")).isEqualTo(1);
      assertThat(shop.asked("refused")).isEqualTo(3);
    }
  }

  @Test
  void whoDoesNotSayWhoTheyAreShareOneBudget() throws Exception {
    leased.leaseOnce("anonymous", 2);
    try (Shop shop = new Shop(agent(), ENFORCING, PATIENT)) {
      assertThat(shop.order().statusCode()).isEqualTo(200);
      assertThat(shop.order("Ambit-Tenant", "No Name").statusCode()).isEqualTo(200);
      assertThat(shop.order("Ambit-Tenant", "").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void anAgentThatIsGoneHoldsNobodyUp() throws Exception {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    try (Shop shop = new Shop(nobody, ENFORCING)) {
      for (int i = 0; i < 50; i++) {
        assertThat(shop.order("Ambit-Tenant", "acme").statusCode()).isEqualTo(200);
      }
      assertThat(shop.asked("no_answer")).isEqualTo(50);
    }
  }

  @Test
  void anAgentThatHangsIsAskedFewTimes() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Shop shop = new Shop(hung.getLocalPort(), ENFORCING, "ambit.guard.within=20ms")) {
      for (int i = 0; i < 50; i++) {
        assertThat(shop.order("Ambit-Tenant", "acme").statusCode()).isEqualTo(200);
      }
      hung.setSoTimeout(1);
      assertThat(waiting(hung)).isBetween(1, 25);
    }
  }

  @Test
  void whoWouldRatherBeDownThanOverTheLimitIs() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Shop shop = new Shop(hung.getLocalPort(), ENFORCING, "ambit.guard.no-answer=refuse")) {
      HttpResponse<String> refused = shop.order("Ambit-Tenant", "acme");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.body()).contains("temporary-reduced-capacity");
      assertThat(shop.served()).isZero();
    }
  }

  @Test
  void anAddressThatIsNoneIsSaidAtTheStart() {
    assertThatThrownBy(() -> new Shop("ambit.guard.agent=localhost:8080"))
        .hasRootCauseMessage(
            "ambit.guard.agent: localhost:8080 (expected: an address such as http://127.0.0.1:8080)");
  }

  /** Connections made to a socket that nobody accepted from. */
  private static int waiting(ServerSocket socket) throws IOException {
    int connections = 0;
    while (true) {
      try {
        socket.accept().close();
        connections++;
      } catch (SocketTimeoutException none) {
        return connections;
      }
    }
  }
}
