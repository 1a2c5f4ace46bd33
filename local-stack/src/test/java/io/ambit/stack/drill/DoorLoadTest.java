package io.ambit.stack.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorLoadTest {
  @Test
  void everyRequestIsAnsweredAndItsServersTimeIsSeen(@TempDir Path directory) throws Exception {
    int port = freePort();
    URI door = URI.create("http://127.0.0.1:%d/v1/check".formatted(port));
    try (DoorServer server = bare(port, directory);
        DoorLoad load = new DoorLoad("acme")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> load.ask(door, 1, 1).otherwise() == 0);
      Duration before = server.cpu();

      DoorLoad.Lap lap = load.ask(door, 20_000, 16);

      assertThat(lap.otherwise()).isZero();
      assertThat(server.cpu()).isGreaterThan(before);
      assertThat(load.offer(door, 200, Duration.ofSeconds(1)).getTotalCount()).isEqualTo(200);
    }
  }

  @Test
  void aDoorThatIsNotThereAnswersNothing() throws Exception {
    try (DoorLoad load = new DoorLoad("acme")) {
      URI nowhere = URI.create("http://127.0.0.1:%d/".formatted(freePort()));

      assertThat(load.ask(nowhere, 10, 3).otherwise()).isEqualTo(10);
    }
  }

  private static DoorServer bare(int port, Path directory) throws IOException {
    return new DoorServer(
        "bare",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            BareHttp.class.getName(),
            "" + port),
        directory.resolve("bare.log"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
