package io.ambit.edge.door.fast;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where proxies ask fast.
 *
 * @param port Port of the fast door; 0 takes any free one, -1 opens none.
 * @param address Address it listens on; that of the HTTP doors if none is said.
 * @param threads Threads that read sockets and decide; 0 for one per processor.
 * @param maxConnections Connections open at once; one more is closed at once.
 * @param idleTimeout A connection that nothing comes in on for so long is closed.
 */
@ConfigurationProperties("ambit.fast")
public record FastProperties(
    @DefaultValue("-1") int port,
    @Nullable InetAddress address,
    @DefaultValue("0") int threads,
    @DefaultValue("4096") int maxConnections,
    @DefaultValue("75s") Duration idleTimeout) {
  private static final int MOST_THREADS = 256;

  public FastProperties {
    require("port", port, -1, 65_535);
    require("threads", threads, 0, MOST_THREADS);
    require("max-connections", maxConnections, 1, 1_000_000);
    if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "ambit.fast.idle-timeout: %s (expected: at least 1s)".formatted(idleTimeout));
    }
  }

  boolean isOff() {
    return port < 0;
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "ambit.fast.%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
  }
}
