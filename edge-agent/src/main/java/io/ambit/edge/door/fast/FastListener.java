package io.ambit.edge.door.fast;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the fast door. Requests are decided by the few threads that read the sockets, each of which
 * has its own part of every hot bucket.
 *
 * <p>Starts and stops where the web server does: after the loop, and before it ends.
 */
public final class FastListener implements SmartLifecycle {
  private static final int LONGEST_LINE = 4 * 1024;
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int CHUNK = 8 * 1024;
  private static final int BACKLOG = 1_024;
  private static final long PATIENCE_SECONDS = 2;

  private final FastProperties properties;
  private final @Nullable InetAddress webAddress;
  private final FastDoor door;
  private final AtomicInteger open = new AtomicInteger();
  private @Nullable EventLoopGroup threads;
  private @Nullable Channel listening;

  FastListener(FastProperties properties, @Nullable InetAddress webAddress, FastDoor door) {
    this.properties = properties;
    this.webAddress = webAddress;
    this.door = door;
  }

  /** The port it listens on. */
  public int port() {
    Channel running = listening;
    if (running == null || !(running.localAddress() instanceof InetSocketAddress address)) {
      throw new IllegalStateException("ambit.fast.port: the door is not open");
    }
    return address.getPort();
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
    int count =
        properties.threads() == 0
            ? Runtime.getRuntime().availableProcessors()
            : properties.threads();
    EventLoopGroup group = new NioEventLoopGroup(count, new DefaultThreadFactory("fast"));
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Connections())
            .bind(address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new PortInUseException(properties.port(), bound.cause());
    }
    threads = group;
    listening = bound.channel();
  }

  private InetSocketAddress address() {
    InetAddress own = properties.address();
    InetAddress address = own == null ? webAddress : own;
    return address == null
        ? new InetSocketAddress(properties.port())
        : new InetSocketAddress(address, properties.port());
  }

  /** Takes no more connections, and closes those there are once what came in is answered. */
  @Override
  public void stop() {
    Channel running = listening;
    EventLoopGroup group = threads;
    if (running == null || group == null) {
      return;
    }
    running.close().awaitUninterruptibly();
    group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    listening = null;
    threads = null;
  }

  @Override
  public boolean isRunning() {
    return listening != null;
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connection.closeFuture().addListener(closed -> open.decrementAndGet());
      if (open.incrementAndGet() > properties.maxConnections()) {
        connection.close();
        return;
      }
      connection
          .pipeline()
          .addLast(
              new IdleStateHandler(
                  properties.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
              new HttpServerCodec(LONGEST_LINE, MOST_HEADER_BYTES, CHUNK),
              new HttpServerExpectContinueHandler(),
              new HttpServerKeepAliveHandler(),
              new FastConnection(door));
    }
  }
}
