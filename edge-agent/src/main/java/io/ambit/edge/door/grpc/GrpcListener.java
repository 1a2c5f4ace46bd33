package io.ambit.edge.door.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the gRPC doors, with their health and their description beside them. Calls are answered by
 * the threads that read the sockets; what a caller may make them hold is bounded per connection.
 *
 * <p>Starts and stops where the web server does: after the loop, and before it ends.
 */
public final class GrpcListener implements SmartLifecycle {
  /** As much as a body on the HTTP doors. */
  static final int MAX_MESSAGE_BYTES = 64 * 1024;

  static final int MAX_METADATA_BYTES = 16 * 1024;

  private static final int SHORTEST_KEEP_ALIVE_SECONDS = 5;
  private static final int PATIENCE_SECONDS = 2;

  private final GrpcProperties properties;
  private final @Nullable InetAddress webAddress;
  private final List<BindableService> doors;
  private final HealthStatusManager health = new HealthStatusManager();
  private @Nullable Server server;

  /**
   * Listens nowhere yet.
   *
   * @param webAddress where the HTTP doors listen, which holds for these where nothing else is said
   */
  GrpcListener(
      GrpcProperties properties, @Nullable InetAddress webAddress, List<BindableService> doors) {
    this.properties = properties;
    this.webAddress = webAddress;
    this.doors = List.copyOf(doors);
  }

  /** The port it listens on. */
  public int port() {
    Server running = server;
    if (running == null) {
      throw new IllegalStateException("ambit.grpc.port: the doors are not open");
    }
    return running.getPort();
  }

  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 1_024;
  }

  @Override
  public boolean isAutoStartup() {
    return !properties.isOff();
  }

  @Override
  public void start() {
    try {
      server = builder().build().start();
    } catch (IOException e) {
      throw new PortInUseException(properties.port(), e);
    }
  }

  private NettyServerBuilder builder() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address())
            .directExecutor()
            .maxConcurrentCallsPerConnection(properties.maxConnectionCalls())
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(SHORTEST_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    for (BindableService door : doors) {
      builder.addService(door);
      health.setStatus(door.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
    }
    return builder;
  }

  private InetSocketAddress address() {
    InetAddress own = properties.address();
    InetAddress address = own == null ? webAddress : own;
    return address == null
        ? new InetSocketAddress(properties.port())
        : new InetSocketAddress(address, properties.port());
  }

  /** Says so, finishes what is under way, and closes. */
  @Override
  public void stop() {
    Server running = server;
    if (running == null) {
      return;
    }
    health.enterTerminalState();
    running.shutdown();
    endStreams();
    try {
      if (!running.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException e) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
    server = null;
  }

  /** Calls that would not end by themselves. */
  private void endStreams() {
    for (BindableService door : doors) {
      if (door instanceof QuotaDoor streams) {
        streams.close();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
