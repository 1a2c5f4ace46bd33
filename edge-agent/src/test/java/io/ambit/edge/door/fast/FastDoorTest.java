package io.ambit.edge.door.fast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.LeasedEdge;
import io.ambit.edge.SharedEdge;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked here is answered as the web server's port answers it. */
@ExtendWith(SharedEdge.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastDoorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private LeasedEdge leased;

  @BeforeAll
  void start(LeasedEdge shared) throws Exception {
    leased = shared;
    leased.lease("fast");
  }

  @AfterAll
  void stop() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/check, 1",
    "GET, /v1/check?from=proxy, 1",
    "POST, /v1/check, 1",
    "GET, /v1/check, 101",
    "GET, /v1/check/nginx, 1",
    "GET, /v1/check/nginx, 101",
    "GET, /v1/check/nginx, nonsense",
    "GET, /v1/check, nonsense",
    "GET, /v1/check, 0",
    "PUT, /v1/check, 1",
    "POST, /v1/check/nginx, 1",
  })
  void answersAreThoseOfTheWebServersPort(String method, String path, String cost)
      throws Exception {
    HttpResponse<String> fast = ask(fastPort(), method, path, "fast", cost);
    HttpResponse<String> web = ask(leased.edge().port(), method, path, "fast", cost);

    assertThat(fast.statusCode()).isEqualTo(web.statusCode());
    assertThat(shape(fast)).isEqualTo(shape(web));
    assertThat(fast.body().isEmpty()).isEqualTo(web.body().isEmpty());
  }

  @Test
  void whoSaysATenantTwiceIsRefused() throws Exception {
    HttpResponse<String> twice =
        client.send(
            HttpRequest.newBuilder(uri(fastPort(), "/v1/check"))
                .header("Ambit-Tenant", "fast")
                .header("Ambit-Tenant", "other")
                .build(),
            BodyHandlers.ofString());

    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.body()).contains("duplicate_field");
  }

  @Test
  void requestsOnOneConnectionAreAnsweredInTurn() throws Exception {
    String three =
        request("/v1/check", "fast", "1")
            + request("/v1/check", "fast", "101")
            + request("/elsewhere", "fast", "1");

    assertThat(statuses(send(three + closing()))).containsExactly(200, 429, 404, 200);
  }

  @Test
  void aBodyIsPassedOverAndOneThatIsTooLargeEndsTheConnection() throws Exception {
    String small = "POST /v1/check HTTP/1.1\r\nHost: e\r\nAmbit-Tenant: fast\r\n";
    String body = "x".repeat(1_000);
    String large = "x".repeat((int) FastConnection.MOST_BODY_BYTES + 1);

    String passed = send(small + "Content-Length: 1000\r\n\r\n" + body + closing());
    String refused = send(small + "Content-Length: " + large.length() + "\r\n\r\n" + large);

    assertThat(statuses(passed)).containsExactly(200, 200);
    assertThat(statuses(refused)).containsExactly(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n\r\nnonsense\r\n\r\n", "GET /v1/check HTTP/9.9.9\r\n\r\n"})
  void whatIsNoRequestIsAnsweredAsSuchAndEndsTheConnection(String nonsense) throws Exception {
    assertThat(statuses(send(nonsense))).containsExactly(400);
  }

  private int fastPort() {
    return leased.edge().fastPort();
  }

  private HttpResponse<String> ask(int port, String method, String path, String tenant, String cost)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(port, path))
            .method(method, BodyPublishers.noBody())
            .header("Ambit-Tenant", tenant)
            .header("Ambit-Cost", cost)
            .build(),
        BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Names of headers, and the values of those that do not differ from decision to decision. */
  private static Map<String, List<String>> shape(HttpResponse<String> answer) {
    List<String> ofTheMoment =
        List.of("ambit-decision", "ratelimit", "retry-after", "content-length");
    List<String> ofTheServer = List.of("date", "connection", "keep-alive");
    Map<String, List<String>> shape = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!ofTheServer.contains(lower)) {
                shape.put(lower, ofTheMoment.contains(lower) ? List.of() : values);
              }
            });
    return shape;
  }

  private static String request(String path, String tenant, String cost) {
    return "GET %s HTTP/1.1\r\nHost: e\r\nAmbit-Tenant: %s\r\nAmbit-Cost: %s\r\n\r\n"
        .formatted(path, tenant, cost);
  }

  private static String closing() {
    return "GET /v1/check HTTP/1.1\r\nHost: e\r\nAmbit-Tenant: fast\r\nConnection: close\r\n\r\n";
  }

  /** Everything that is answered until the connection is closed there. */
  private String send(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", fastPort());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  private static List<Integer> statuses(String answers) {
    return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
        .matcher(answers)
        .results()
        .map(each -> Integer.valueOf(each.group(1)))
        .toList();
  }
}
