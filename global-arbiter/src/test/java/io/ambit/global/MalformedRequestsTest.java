package io.ambit.global;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are wrong, from {@code malformed-requests.txt}, sent byte by byte. Each is refused
 * with its status as a problem, pointing at the field where one is at fault; none is ever a 5xx.
 */
@ExtendWith(Stage.Extension.class)
final class MalformedRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CORPUS = "/malformed-requests.txt";

  private final Stage stage;

  MalformedRequestsTest(Stage stage) {
    this.stage = stage;
  }

  /** One line of the corpus. */
  record Malformed(int status, String pointer, String requestLine, String headers, String body) {
    static Malformed read(String line) {
      String[] parts =
          Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toArray(String[]::new);
      return new Malformed(
          Integer.parseInt(parts[0]),
          parts[1],
          parts[2],
          parts.length > 3 ? parts[3] : "",
          parts.length > 4 ? parts[4] : "");
    }

    byte[] bytes() {
      byte[] content = content().getBytes(UTF_8);
      StringBuilder head = new StringBuilder(expand(requestLine)).append("\r\n");
      for (String header : headers.split(";;", -1)) {
        if (!header.isBlank()) {
          head.append(expand(header.strip())).append("\r\n");
        }
      }
      addUnlessSaid(head, "Host: ", "arbiter");
      addUnlessSaid(head, "Authorization: ", "Bearer " + Arbiter.OPERATOR);
      addUnlessSaid(head, "Connection: ", "close");
      if (!body.isEmpty()) {
        addUnlessSaid(head, "Content-Type: ", "application/json");
        addUnlessSaid(head, "Content-Length: ", Integer.toString(content.length));
      }
      byte[] start = head.append("\r\n").toString().getBytes(UTF_8);
      byte[] whole = Arrays.copyOf(start, start.length + content.length);
      System.arraycopy(content, 0, whole, start.length, content.length);
      return whole;
    }

    /** {@code limit:{…}} is a body around one limit, {@code spec:{…}} one around a spec. */
    private String content() {
      if (body.startsWith("limit:")) {
        return "{\"spec\":{\"limits\":[%s]}}".formatted(expand(body.substring(6)));
      }
      return body.startsWith("spec:")
          ? "{\"spec\":%s}".formatted(expand(body.substring(5)))
          : expand(body);
    }

    private static void addUnlessSaid(StringBuilder head, String name, String value) {
      if (head.indexOf("\r\n" + name) < 0) {
        head.append(name).append(value).append("\r\n");
      }
    }

    /** {@code x*300} in angle brackets is three hundred of them. */
    private static String expand(String text) {
      int open = text.indexOf("<");
      int star = text.indexOf("*", open + 1);
      int close = text.indexOf(">", star + 1);
      if (open < 0 || star < 0 || close < 0) {
        return text;
      }
      String many =
          text.substring(open + 1, star).repeat(Integer.parseInt(text.substring(star + 1, close)));
      return text.substring(0, open) + many + text.substring(close + 1);
    }
  }

  static Stream<Malformed> corpus() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(MalformedRequestsTest.class.getResourceAsStream(CORPUS))) {
      List<Malformed> requests =
          new String(lines.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Malformed::read)
              .toList();
      return requests.stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corpus")
  void whatIsWrongIsRefusedAsAProblemThatPointsAtIt(Malformed request) throws IOException {
    String answer = send(request.bytes());
    int split = answer.indexOf("\r\n\r\n");
    String head = answer.substring(0, split);

    assertThat(head).startsWith("HTTP/1.1 " + request.status());
    assertThat(head).contains("application/problem+json");
    JsonNode problem = JSON.readTree(body(answer.substring(split + 4)));
    assertThat(problem.path("status").asInt()).isEqualTo(request.status());
    assertThat(problem.path("type").asText()).startsWith("urn:ambit:problem:");
    assertThat(answer).doesNotContain("Exception", "java.", "io.ambit", "<html");
    if (!request.pointer().equals("-")) {
      assertThat(problem.path("errors").findValuesAsText("pointer")).contains(request.pointer());
    }
  }

  @Test
  void thereAreAtLeastAHundredAndTen() throws IOException {
    assertThat(corpus().distinct().count()).isGreaterThanOrEqualTo(110);
  }

  private String send(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.arbiter().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String body(String sent) {
    return sent.substring(sent.indexOf('{'), sent.lastIndexOf('}') + 1);
  }
}
