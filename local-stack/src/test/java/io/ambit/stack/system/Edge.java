package io.ambit.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One edge, asked request by request. Thread-safe. */
record Edge(String name, URI address) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 20;

  /** What the edge said, and when its answer was here. */
  record Answer(String verdict, String reason, String mode, long policyRevision, long atNanos) {
    boolean admitted() {
      return verdict.equals("admit");
    }
  }

  Answer decide(String tenant) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/decide"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"tenant\":\"%s\"}".formatted(tenant)))
            .build();
    JsonNode said = JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    return new Answer(
        said.path("verdict").asText(),
        said.path("reason").asText(),
        said.path("mode").asText(),
        said.path("policyRevision").asLong(),
        System.nanoTime());
  }

  /**
   * Asks every {@value #POLL_MILLIS} ms until the answer is as wanted, or the time is over; returns
   * the last answer.
   */
  Answer askUntil(String tenant, Duration atMost, Predicate<Answer> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    Answer answer = decide(tenant);
    while (!wanted.test(answer) && answer.atNanos() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      answer = decide(tenant);
    }
    return answer;
  }
}
