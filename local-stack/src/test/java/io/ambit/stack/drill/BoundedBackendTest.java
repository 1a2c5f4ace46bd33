package io.ambit.stack.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class BoundedBackendTest {
  private static final long FOR_EVER_MILLIS = 3_600_000;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void whoWouldWaitTooLongIsTurnedAwayAtOnceAndProbesAreNot() throws Exception {
    try (BoundedBackend backend = new BoundedBackend("a", 1, FOR_EVER_MILLIS, 0)) {
      var served =
          http.sendAsync(
              HttpRequest.newBuilder(URI.create(backend.url())).build(), BodyHandlers.discarding());
      while (backend.asked() == 0) {
        Thread.onSpinWait();
      }

      assertThat(status(backend, "/")).isEqualTo(503);
      assertThat(status(backend, BoundedBackend.PROBE)).isEqualTo(200);
      assertThat(served).isNotDone();
    }
  }

  @Test
  void failingItFailsAllButProbesUntilItIsWellAgain() throws Exception {
    try (BoundedBackend backend = new BoundedBackend("a", 1, 1, 1_000)) {
      backend.failing(true);
      assertThat(status(backend, "/")).isEqualTo(500);
      assertThat(status(backend, BoundedBackend.PROBE)).isEqualTo(200);

      backend.failing(false);
      assertThat(status(backend, "/")).isEqualTo(200);
    }
  }

  private int status(BoundedBackend backend, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(backend.url() + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
