package io.ambit.edge.door.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.edge.RunningEdge;
import io.ambit.edge.decision.Checks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every malformed request we could think of, at an edge that has nobody above it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunningEdge edge;

  private record Answer(int status, String head, String body) {
    JsonNode problem() throws IOException {
      assertThat(head).contains("Content-Type: application/problem+json");
      JsonNode problem = JSON.readTree(body);
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("type").asText()).isNotEmpty();
      assertThat(body).doesNotContain("java.", "io.ambit.", "Exception", "<html", "Tomcat");
      return problem;
    }

    JsonNode fault() throws IOException {
      return problem().path("errors").path(0);
    }
  }

  @BeforeAll
  void start(@TempDir Path data) {
    edge = new RunningEdge("eu-9", data, RunningEdge.NO_BROKER);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/decide-bodies.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongBodyIsRefusedWhereItIsWrong(
      String promise, @Nullable String body, String pointer, String code) throws IOException {
    refused(post("/v1/decide", body == null ? "" : body), 400, pointer, code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/batch-bodies.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongBatchIsRefusedWhereItIsWrong(
      String promise, @Nullable String body, String pointer, String code) throws IOException {
    refused(post("/v1/decide/batch", body == null ? "" : body), 400, pointer, code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/settle-bodies.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongSettlementIsRefusedWhereItIsWrong(
      String promise, @Nullable String body, String pointer, String code) throws IOException {
    refused(post("/v1/settle", body == null ? "" : body), 400, pointer, code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/outcome-bodies.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongOutcomeIsRefusedWhereItIsWrong(
      String promise, @Nullable String body, String pointer, String code) throws IOException {
    refused(post("/v1/outcomes", body == null ? "" : body), 400, pointer, code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/backend-bodies.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongAnnouncementIsRefusedWhereItIsWrong(
      String promise, String path, @Nullable String body, String pointer, String code)
      throws IOException {
    byte[] bytes = (body == null ? "" : body).getBytes(UTF_8);
    String head = head("/v1/backends/" + path, bytes.length).replaceFirst("POST", "PUT");

    refused(send(head.getBytes(UTF_8), bytes), 400, pointer, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "deadbeef-1", "deadbeef-1-AAAA", "-", "../..", "\u00e4"})
  void whatNobodyDecidedCannotBeSettled(String id) throws IOException {
    Answer answer = post("/v1/settle", "{\"decisionId\":\"%s\",\"actualCost\":1}".formatted(id));

    refused(answer, 404, "#/decisionId", "unknown");
    assertThat(answer.problem().path("hint").asText()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/check-headers.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongHeaderIsRefusedWhereItIsWrong(
      String promise, @Nullable String headers, String pointer, String code) throws IOException {
    String more = headers == null ? "" : "|" + headers;
    refused(send("GET /v1/check HTTP/1.1|Host: x" + more), 400, pointer, code);
    refused(send("POST /v1/check HTTP/1.1|Host: x|Content-Length: 0" + more), 400, pointer, code);
    refused(send("GET /v1/check/nginx HTTP/1.1|Host: x" + more), 403, pointer, code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/edge/door/http/heads.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aWrongRequestIsRefusedAsAProblem(String head, int status) throws IOException {
    Answer answer = send(head.replace("LONG", "x".repeat(20_000)));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem().path("detail").asText()).isNotEmpty();
  }

  @Test
  void everyFaultIsNamedAtOnce() throws IOException {
    JsonNode problem =
        post("/v1/decide", "{\"tenant\":\"A\",\"cost\":0,\"priority\":\"x\",\"operation\":\"y\"}")
            .problem();

    assertThat(problem.path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("#/tenant", "#/cost", "#/priority", "#/operation");
  }

  @Test
  void aBatchOfOneTooManyIsRefused() throws IOException {
    String request = "{\"tenant\":\"acme\"},";
    String requests = request.repeat(1_001);
    String body = "{\"requests\":[" + requests.substring(0, requests.length() - 1) + "]}";

    refused(post("/v1/decide/batch", body), 400, "#/requests", "too_large");
  }

  @Test
  void theFaultsOfAWholeBatchAreBounded() throws IOException {
    String requests = "{},".repeat(1_000);
    String body = "{\"requests\":[" + requests.substring(0, requests.length() - 1) + "]}";

    assertThat(post("/v1/decide/batch", body).problem().path("errors")).hasSize(Checks.MOST_FAULTS);
  }

  @Test
  void aBodyThatGrowsTooLongIsRefusedWhereverItSaysNothingOfItsLength() throws IOException {
    String body = "{\"tenant\":\"" + "x".repeat(70_000) + "\"}";
    Answer chunked =
        send(
            "POST /v1/decide HTTP/1.1|Host: x|Connection: close|Content-Type: application/json"
                + "|Transfer-Encoding: chunked||"
                + Integer.toHexString(body.length())
                + "|"
                + body
                + "|0||");

    refused(chunked, 413, "#", "too_large");
  }

  @Test
  void nestingWithoutEndIsRefused() throws IOException {
    Answer answer = post("/v1/decide", "{\"tenant\":" + "[".repeat(30_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault().path("pointer").asText()).startsWith("#");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    byte[] body = {'{', '"', 't', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
    Answer answer = send(head("/v1/decide", body.length).getBytes(UTF_8), body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault().path("code").asText()).isEqualTo("malformed");
  }

  private void refused(Answer answer, int status, String pointer, String code) throws IOException {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fault().path("pointer").asText()).isEqualTo(pointer);
    assertThat(answer.fault().path("code").asText()).isEqualTo(code);
    assertThat(answer.fault().path("message").asText()).isNotEmpty();
  }

  private Answer post(String path, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    return send(head(path, bytes.length).getBytes(UTF_8), bytes);
  }

  private static String head(String path, int length) {
    return """
        POST %s HTTP/1.1|Host: x|Connection: close|Content-Type: application/json|\
        Content-Length: %d||"""
        .formatted(path, length)
        .replace("|", "\r\n");
  }

  /** A head with bars for line ends. */
  private Answer send(String request) throws IOException {
    String whole = request.contains("||") ? request : request + "|Connection: close||";
    return send(whole.replace("|", "\r\n").getBytes(UTF_8), new byte[0]);
  }

  private Answer send(byte[] head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      String answered = answer.substring(0, end);
      int status = Integer.parseInt(answered.split(" ", 3)[1]);
      // Without what frames it, should it be chunked.
      return new Answer(
          status,
          answered,
          answer.substring(answer.indexOf('{', end), answer.lastIndexOf('}') + 1));
    }
  }
}
