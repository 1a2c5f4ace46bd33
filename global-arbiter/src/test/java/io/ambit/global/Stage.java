package io.ambit.global;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.embedded.RedisServer;

/** A broker, a Redis and an arbiter, started once for all tests that ask for them. */
final class Stage implements CloseableResource {
  private final Broker broker;
  private final int redisPort = Broker.freePort();
  private final Path data;
  private RedisServer redis;
  private Arbiter arbiter;
  private final Regions regions;

  /** Gives tests the stage. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Stage.class))
          .getOrComputeIfAbsent(Stage.class, key -> Stage.open(), Stage.class);
    }
  }

  private Stage() throws IOException {
    data = Files.createTempDirectory("arbiter");
    broker = new Broker();
    broker.start();
    redis = new RedisServer(redisPort);
    redis.start();
    regions = new Regions(broker.address());
    arbiter = startArbiter();
  }

  private static Stage open() {
    try {
      return new Stage();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Arbiter arbiter() {
    return arbiter;
  }

  Broker broker() {
    return broker;
  }

  Regions regions() {
    return regions;
  }

  void restartArbiter() {
    arbiter.close();
    arbiter = startArbiter();
  }

  /** A second arbiter; whoever asks for it stops it before the first is restarted. */
  Arbiter startStandby(Path its) {
    return Arbiter.startAs("arbiter-2", broker.address(), redisPort, its);
  }

  void stopRedis() throws IOException {
    redis.stop();
  }

  void startRedis() throws IOException {
    redis = new RedisServer(redisPort);
    redis.start();
  }

  @Override
  public void close() throws Exception {
    regions.close();
    arbiter.close();
    redis.stop();
    broker.kill();
  }

  private Arbiter startArbiter() {
    return Arbiter.start(broker.address(), redisPort, data);
  }
}
