package io.ambit.edge.door.grpc;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Envoy reaches an edge.
 *
 * @param port Port of the gRPC doors; 0 takes any free one, -1 opens none.
 * @param address Address they listen on; that of the HTTP doors if none is said.
 * @param maxConnectionCalls Calls that one connection may have under way at once.
 */
@ConfigurationProperties("ambit.grpc")
public record GrpcProperties(
    @DefaultValue("7080") int port,
    @Nullable InetAddress address,
    @DefaultValue("1000") int maxConnectionCalls) {

  public GrpcProperties {
    if (port < -1 || port > 65_535) {
      throw new IllegalArgumentException(
          "ambit.grpc.port: %d (expected: -1 to 65535)".formatted(port));
    }
    if (maxConnectionCalls < 1) {
      throw new IllegalArgumentException(
          "ambit.grpc.max-connection-calls: %d (expected: > 0)".formatted(maxConnectionCalls));
    }
  }

  boolean isOff() {
    return port < 0;
  }
}
