package io.ambit.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Over a socket, so that what is sent is what is written here. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "spring.main.banner-mode=off",
      "logging.level.root=warn",
      "logging.level.org.apache.coyote=warn",
      "logging.level.org.springframework.web.servlet.PageNotFound=error"
    })
final class ProblemTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @LocalServerPort private int port;

  private record Answer(int status, String head, String body) {
    JsonNode problem() throws IOException {
      assertThat(head).contains("application/problem+json");
      return JSON.readTree(body);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/problem/bodies.csv",
      useHeadersInDisplayName = true,
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void aBodyThatIsWrongIsRefusedWhereItIsWrong(
      String promise, String body, String pointer, String code) throws IOException {
    Answer answer = post("application/json", body == null ? "" : body);

    assertThat(answer.status()).isEqualTo(400);
    JsonNode fault = answer.problem().path("errors").path(0);
    assertThat(fault.path("pointer").asText()).isEqualTo(pointer);
    assertThat(fault.path("code").asText()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("java.", "io.ambit.problem", "Exception");
  }

  @Test
  void aSoundBodyIsTaken() throws IOException {
    Answer answer =
        post("application/json", "{\"size\":3,\"weight\":1.5,\"items\":[{\"count\":1}]}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void everyConstraintThatIsBrokenIsNamed() throws IOException {
    Answer answer =
        post("application/json", "{\"size\":11,\"items\":[{\"count\":1},{\"count\":0}]}");

    assertThat(answer.problem().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("#/size", "#/items/1/count");
  }

  @Test
  void aTypeIsNamedForEveryKindOfRefusal() throws IOException {
    JsonNode problem = post("application/json", "{").problem();

    assertThat(problem.path("type").asText()).isEqualTo("urn:ambit:problem:unreadable-body");
    assertThat(problem.path("title").asText()).isEqualTo("Unreadable body");
    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("instance").asText()).isEqualTo("/parcels");
    assertThat(problem.path("retryable").asBoolean(true)).isFalse();
  }

  @Test
  void aBodyOfAnotherMediaTypeIsRefused() throws IOException {
    for (String type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "nonsense"}) {
      Answer answer = post(type, "size=1");
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.problem().at("/errors/0/pointer").asText())
          .isEqualTo("header:Content-Type");
    }
  }

  @Test
  void aLongBodyIsRefusedWhetherItSaysSoOrNot() throws IOException {
    String body = "{\"name\":\"" + "x".repeat(1_000) + "\"}";
    Answer declared = post("application/json", body);
    Answer chunked =
        send(
            "POST /parcels HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n");

    assertThat(declared.status()).isEqualTo(413);
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(chunked.problem().path("type")).isEqualTo(declared.problem().path("type"));
  }

  @Test
  void headersParametersAndPathsArePointedAtToo() throws IOException {
    assertPointer("GET /parcels/a HTTP/1.1\r\nHost: x", "header:Ambit-Cost", "required");
    assertPointer(
        "GET /parcels/a HTTP/1.1\r\nHost: x\r\nAmbit-Cost: 0", "header:Ambit-Cost", "too_small");
    assertPointer(
        "GET /parcels/a HTTP/1.1\r\nHost: x\r\nAmbit-Cost: many",
        "header:Ambit-Cost",
        "wrong_type");
    assertPointer(
        "GET /parcels/a?pageSize=101 HTTP/1.1\r\nHost: x\r\nAmbit-Cost: 1",
        "query:pageSize",
        "too_large");
    assertPointer("GET /parcels/A HTTP/1.1\r\nHost: x\r\nAmbit-Cost: 1", "path:name", "pattern");
  }

  @Test
  void whatIsNotThereOrNotMadeIsSaidAsAProblem() throws IOException {
    assertThat(send("GET /nowhere HTTP/1.1\r\nHost: x").problem().path("status").asInt())
        .isEqualTo(404);
    assertThat(send("DELETE /parcels HTTP/1.1\r\nHost: x").problem().path("hint").asText())
        .contains("POST");
    assertThat(
            send("GET /parcels/a HTTP/1.1\r\nHost: x\r\nAmbit-Cost: 1\r\nAccept: text/html")
                .problem()
                .path("status")
                .asInt())
        .isEqualTo(406);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/io/ambit/problem/heads.csv",
      numLinesToSkip = 1,
      quoteCharacter = '`')
  void whatTomcatItselfRefusesIsAProblemToo(String head, int status) throws IOException {
    Answer answer = send(head.replace("LONG", "x".repeat(20_000)).replace("|", "\r\n"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem().path("status").asInt()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("<html", "Tomcat");
  }

  @Test
  void aBugIsABare500() throws IOException {
    Answer answer = send("GET /bug HTTP/1.1\r\nHost: x");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.problem().path("detail").asText()).startsWith("A bug of ours");
    assertThat(answer.body()).doesNotContain("secret", "IllegalState", "at io.");
  }

  @Test
  void aRefusalCarriesItsHintAndWhenToComeBack() throws IOException {
    Answer answer = send("GET /refused HTTP/1.1\r\nHost: x");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.head()).contains("Retry-After: 7");
    assertThat(answer.problem().path("hint").asText()).isEqualTo("Come back.");
    assertThat(answer.problem().path("retryable").asBoolean()).isTrue();
  }

  private void assertPointer(String head, String pointer, String code) throws IOException {
    Answer answer = send(head);
    assertThat(answer.status()).as(head).isEqualTo(400);
    JsonNode fault = answer.problem().path("errors").path(0);
    assertThat(fault.path("pointer").asText()).as(head).isEqualTo(pointer);
    assertThat(fault.path("code").asText()).as(head).isEqualTo(code);
  }

  private Answer post(String type, String body) throws IOException {
    return send(
        "POST /parcels HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(type, body.getBytes(UTF_8).length, body));
  }

  private Answer send(String request) throws IOException {
    String whole =
        request.contains("\r\n\r\n") ? request : request + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(whole.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return read(socket);
    }
  }

  private static Answer read(Socket socket) throws IOException {
    String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    String head = answer.substring(0, end);
    String body = answer.substring(end + 4);
    int open = body.indexOf('{');
    int close = body.lastIndexOf('}');
    return new Answer(
        Integer.parseInt(head.split(" ")[1]),
        head,
        open < 0 ? body : body.substring(open, close + 1));
  }
}
