package io.ambit.edge.integrations;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A proxy in a process of its own, configured by a documented file with other addresses put in. */
final class Proxy implements AutoCloseable {
  private static final Path RECIPES = Path.of("..", "docs", "integrations");

  private final Process process;
  private final int port;
  private final Path log;

  private Proxy(List<String> command, Path directory, int port) {
    this.port = port;
    this.log = directory.resolve("proxy.log");
    try {
      this.process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().atMost(Duration.ofSeconds(30)).until(this::listens);
  }

  static Proxy nginx(Path directory, int agentPort, int servicePort) throws IOException {
    int port = freePort();
    install(
        "nginx/nginx.conf",
        directory,
        Map.of(
            "127.0.0.1:8000", "127.0.0.1:" + port,
            "127.0.0.1:8101", "127.0.0.1:" + agentPort,
            "127.0.0.1:9000", "127.0.0.1:" + servicePort));
    String main = "daemon off; worker_processes 1; pid " + directory.resolve("nginx.pid") + ";";
    String nginx = NeedsProgram.Condition.find("nginx").orElseThrow().toString();
    String file = directory.resolve("nginx.conf").toString();
    return new Proxy(
        List.of(nginx, "-e", "stderr", "-p", directory.toString(), "-c", file, "-g", main),
        directory,
        port);
  }

  static Proxy haproxy(Path directory, int agentPort, int servicePort) throws IOException {
    int port = freePort();
    install("haproxy/ambit.lua", directory, Map.of("port = 8101", "port = " + agentPort));
    install(
        "haproxy/haproxy.cfg",
        directory,
        Map.of(
            "127.0.0.1:8000", "127.0.0.1:" + port,
            "127.0.0.1:9000", "127.0.0.1:" + servicePort));
    String haproxy = NeedsProgram.Condition.find("haproxy").orElseThrow().toString();
    return new Proxy(List.of(haproxy, "-db", "-f", "haproxy.cfg"), directory, port);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A port nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Copies a documented file, each address in it replaced by the one it has in this test. */
  private static void install(String recipe, Path directory, Map<String, String> addresses)
      throws IOException {
    Path file = RECIPES.resolve(recipe);
    String text = Files.readString(file);
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      if (!text.contains(address.getKey())) {
        throw new IllegalStateException(file + " does not speak of " + address.getKey());
      }
      text = text.replace(address.getKey(), address.getValue());
    }
    Files.writeString(directory.resolve(file.getFileName()), text);
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the proxy ended: " + Files.readString(log));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
