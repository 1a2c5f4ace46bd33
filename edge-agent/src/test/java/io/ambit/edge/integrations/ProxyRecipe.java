package io.ambit.edge.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.edge.LeasedEdge;
import io.ambit.edge.SharedEdge;
import io.ambit.edge.integrations.Trouble.Agent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every proxy's recipe promises, whatever the proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedEdge.class)
abstract class ProxyRecipe {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEMS = "https://iana.org/assignments/http-problem-types#";

  private final HttpClient client = HttpClient.newHttpClient();
  private LeasedEdge leased;
  private Service service;
  private Proxy proxy;

  /** Starts the proxy between an agent and a service. */
  abstract Proxy proxy(Path directory, int agentPort, int servicePort) throws IOException;

  @BeforeAll
  void start(LeasedEdge shared, @TempDir Path directory) throws Exception {
    leased = shared;
    service = new Service();
    proxy = proxy(directory, leased.edge().port(), service.port());
    leased.leaseOnce("acme", 100_000);
    // A busy machine may be late for the proxy's patience at first.
    patiently().until(() -> get("/").headers().map().containsKey("ratelimit"));
  }

  @AfterAll
  void stop() {
    proxy.close();
    service.close();
    client.close();
  }

  @Test
  void whatIsAdmittedIsServedAndToldWhereItBelongs() {
    patiently()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer =
                  get("/", "Ambit-Route", "mine", "Ambit-Fencing-Token", "9");

              assertThat(answer.statusCode()).isEqualTo(200);
              assertThat(answer.body()).isEqualTo("served ; route=eu; token=null");
              assertThat(header(answer, "RateLimit")).startsWith("\"acme-requests\";r=");
              assertThat(header(answer, "RateLimit-Policy")).startsWith("\"acme-requests\";q=");
            });
  }

  @Test
  void aBodyPassesUntouched() throws Exception {
    String body = "x".repeat(100_000);
    HttpRequest post =
        HttpRequest.newBuilder(proxy.uri("/"))
            .header("X-Tenant", "acme")
            .POST(BodyPublishers.ofString(body))
            .build();

    assertThat(client.send(post, BodyHandlers.ofString(UTF_8)).body())
        .startsWith("served " + body + ";");
  }

  @Test
  void whatIsShedIsA429ThatSaysWhenToComeBack() throws Exception {
    leased.leaseOnce("poor", 1);

    patiently()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = get("/", "X-Tenant", "poor");

              assertThat(answer.statusCode()).isEqualTo(429);
              assertThat(Integer.parseInt(header(answer, "Retry-After"))).isPositive();
              assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
              assertThat(header(answer, "RateLimit")).startsWith("\"poor-requests\";r=0;t=");
              assertThat(header(answer, "Ambit-Decision")).startsWith("shed;reason=over_budget;");
              assertThat(JSON.readTree(answer.body()).path("type").asText())
                  .isEqualTo(PROBLEMS + "quota-exceeded");
            });
  }

  @Test
  void whatIsNoTenantIsTheClientsFault() {
    patiently()
        .untilAsserted(() -> assertThat(get("/", "X-Tenant", "A B").statusCode()).isEqualTo(400));
  }

  @Test
  void aRefusalOfTheServicesOwnIsLeftAlone() throws Exception {
    HttpResponse<String> answer = get("/forbidden");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).startsWith("served");
  }

  @ParameterizedTest
  @EnumSource
  void anAgentInTroubleStopsNobody(Trouble trouble, @TempDir Path directory) throws Exception {
    try (Agent agent = trouble.start();
        Proxy alone = proxy(directory, agent.port(), service.port())) {
      for (int i = 0; i < 10; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(alone.uri("/"))
                .header("X-Tenant", "acme")
                .timeout(Duration.ofSeconds(4))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("served ; route=null; token=null");
      }
    }
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(proxy.uri(path)).setHeader("X-Tenant", "acme");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
