package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.stack.OperatorApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A home moves from one region to the other and back, under writes at every edge. */
@ExtendWith(OnRunningStack.class)
class WriteHomeIT {
  private static final String TENANT = "housed";
  private static final String HOME = "/api/v1/tenants/housed/home";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long PAUSE_MILLIS = 5;

  /** A write that an edge admitted. */
  private record Admitted(String region, long token, long askedNanos, long answeredNanos) {}

  @Test
  void whileAHomeMovesNoEdgeAdmitsOnceTheOtherRegionDoes(RunningStack stack) throws Exception {
    OperatorApi arbiter = stack.arbiter();
    stack.operator().put(TENANT, new Budget(100_000, 100_000));
    assertThat(move(arbiter, "eu").at("/status/phase").asText()).isEqualTo("done");
    AtomicBoolean writing = new AtomicBoolean(true);
    try (ExecutorService writers = Executors.newFixedThreadPool(RunningStack.EDGES.size())) {
      List<Future<List<Admitted>>> written = new ArrayList<>();
      stack
          .addresses()
          .forEach(
              (name, edge) ->
                  written.add(writers.submit(() -> write(region(name), edge, writing))));
      await().atMost(PATIENCE).until(() -> known(arbiter, "eu"));
      JsonNode there = ended(arbiter, move(arbiter, "us"));
      JsonNode back = ended(arbiter, move(arbiter, "eu"));
      writing.set(false);
      List<Admitted> admitted = new ArrayList<>();
      for (Future<List<Admitted>> each : written) {
        admitted.addAll(each.get());
      }

      assertThat(there.at("/status/phase").asText()).as(there.toString()).isEqualTo("done");
      assertThat(back.at("/status/phase").asText()).as(back.toString()).isEqualTo("done");
      admitted.sort((a, b) -> Long.compare(a.token(), b.token()));
      List<Admitted> lasts = lasts(admitted);
      List<Admitted> firsts = firsts(admitted);
      assertThat(firsts).extracting(Admitted::region).containsExactly("eu", "us", "eu");
      for (int i = 1; i < firsts.size(); i++) {
        // What was asked for after the next region had admitted must not have been admitted here.
        assertThat(lasts.get(i - 1).askedNanos()).isLessThan(firsts.get(i).answeredNanos());
        long blockNanos = firsts.get(i).answeredNanos() - lasts.get(i - 1).answeredNanos();
        Promises.measured(
            "whileAHomeMovesNoEdgeAdmitsOnceTheOtherRegionDoes: " + firsts.get(i).region(),
            "told",
            "from the last write at the source to the first at the target %s, the arbiter says %s"
                .formatted(
                    Promises.seconds(Duration.ofNanos(blockNanos)),
                    (i == 1 ? there : back).at("/status/writeBlock").toString()));
      }
    }
  }

  /** Of each token, in their order, the write that was asked for last. */
  private static List<Admitted> lasts(List<Admitted> sorted) {
    List<Admitted> lasts = new ArrayList<>();
    for (Admitted each : sorted) {
      if (lasts.isEmpty() || lasts.getLast().token() != each.token()) {
        lasts.add(each);
      } else if (lasts.getLast().askedNanos() < each.askedNanos()) {
        lasts.set(lasts.size() - 1, each);
      }
    }
    return lasts;
  }

  /** Of each token, in their order, the write that was answered first. */
  private static List<Admitted> firsts(List<Admitted> sorted) {
    List<Admitted> firsts = new ArrayList<>();
    for (Admitted each : sorted) {
      if (firsts.isEmpty() || firsts.getLast().token() != each.token()) {
        firsts.add(each);
      } else if (each.answeredNanos() < firsts.getLast().answeredNanos()) {
        firsts.set(firsts.size() - 1, each);
      }
    }
    return firsts;
  }

  private static List<Admitted> write(String region, URI edge, AtomicBoolean writing)
      throws Exception {
    List<Admitted> admitted = new ArrayList<>();
    HttpRequest request =
        HttpRequest.newBuilder(edge.resolve("/v1/decide"))
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"tenant\":\"%s\",\"operation\":\"write\"}".formatted(TENANT)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (writing.get()) {
        long askedNanos = System.nanoTime();
        JsonNode said = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        if (said.path("fencingToken").isNumber()) {
          long token = said.path("fencingToken").asLong();
          admitted.add(new Admitted(region, token, askedNanos, System.nanoTime()));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    return admitted;
  }

  private static String region(String edge) {
    return edge.split("-")[1];
  }

  private static JsonNode move(OperatorApi arbiter, String to) throws Exception {
    String body =
        "{\"spec\":{\"kind\":\"move-home\",\"tenant\":\"%s\",\"to\":\"%s\"}}".formatted(TENANT, to);
    var answer = arbiter.post("/api/v1/failovers", body);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
    return JSON.readTree(answer.body());
  }

  private static JsonNode ended(OperatorApi arbiter, JsonNode failover) throws Exception {
    String path = "/api/v1/failovers/" + failover.at("/metadata/name").asText();
    await()
        .atMost(PATIENCE)
        .until(
            () -> JSON.readTree(arbiter.get(path).body()).at("/status/phase").asText(),
            phase -> phase.equals("done") || phase.equals("aborted"));
    return JSON.readTree(arbiter.get(path).body());
  }

  /** Whether every edge knows that the home is there. */
  private static boolean known(OperatorApi arbiter, String region) throws Exception {
    JsonNode home = JSON.readTree(arbiter.get(HOME).body());
    return home.at("/spec/home").asText().equals(region)
        && home.at("/status/evidence/lacking").isEmpty();
  }
}
