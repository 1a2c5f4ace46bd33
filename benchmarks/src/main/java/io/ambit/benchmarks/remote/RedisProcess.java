package io.ambit.benchmarks.remote;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A Redis of our own, as the local stack starts it: on loopback, keeping nothing. */
final class RedisProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Path directory;
  private final Process process;
  private final RedisClient client;

  RedisProcess() {
    try {
      directory = Files.createTempDirectory("ambit-bench-redis");
      int port = freePort();
      Path binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
      process =
          new ProcessBuilder(
                  List.of(
                      binary.toString(),
                      "--bind",
                      "127.0.0.1",
                      "--port",
                      Integer.toString(port),
                      "--dir",
                      directory.toString(),
                      "--save",
                      "",
                      "--appendonly",
                      "no"))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      client = RedisClient.create("redis://127.0.0.1:" + port);
      await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RedisClient client() {
    return client;
  }

  @Override
  public void close() {
    client.shutdown();
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      for (String name : List.of("log", "redis-server")) {
        Files.deleteIfExists(directory.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await() {
    long began = System.nanoTime();
    while (true) {
      try (var connection = client.connect()) {
        connection.sync().ping();
        return;
      } catch (RuntimeException e) {
        if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
