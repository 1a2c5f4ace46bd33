package io.ambit.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The arbiter's operator API as JSON text, with the operator's token on every request. A standby's
 * answer is followed to the leader, token and all.
 */
public final class OperatorApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_FOLLOWED = 3;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI arbiter;
  private final String token;

  /**
   * @param arbiter base address of its HTTP port
   */
  public OperatorApi(URI arbiter, String token) {
    this.arbiter = arbiter;
    this.token = token;
  }

  /** Reads {@code path}, such as {@code /api/v1/tenants}. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /**
   * Writes {@code json} to {@code path}.
   *
   * @param headers names and values in turn, such as {@code If-Match}
   */
  public HttpResponse<String> put(String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.PUT(BodyPublishers.ofString(json)));
  }

  /** Asks for what {@code json} says at {@code path}. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Reads {@code path} on another arbiter of the same fleet. */
  public OperatorApi at(URI other) {
    return new OperatorApi(other, token);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(arbiter.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    for (int followed = 0; followed < MOST_FOLLOWED && answer.statusCode() == 307; followed++) {
      URI leader = URI.create(answer.headers().firstValue("Location").orElseThrow());
      answer = http.send(request.uri(leader).build(), BodyHandlers.ofString());
    }
    return answer;
  }
}
