package io.ambit.global;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Kafka broker as a process of its own, to be killed and started again on the same data. */
final class Broker {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Path directory;
  private final int port = freePort();
  private final int controllerPort = freePort();
  private @Nullable Process process;

  Broker() throws IOException {
    directory = Files.createTempDirectory("broker");
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  void start() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    BrokerMain.class.getName(),
                    Integer.toString(port),
                    Integer.toString(controllerPort),
                    directory.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("broker.log").toFile())
            .start();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(this::listens);
  }

  /** As kill -9 does it. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean listens() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("the broker died, see " + directory.resolve("broker.log"));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
