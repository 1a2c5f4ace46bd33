package io.ambit.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import redis.embedded.RedisServer;

class RedisFenceTest {
  private static final RedisScript<Long> FENCED = RedisScript.of(RedisFence.script(), Long.class);

  private static RedisServer server;
  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = new RedisServer(port);
    server.start();
    connections = new LettuceConnectionFactory("127.0.0.1", port);
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void stop() throws IOException {
    connections.destroy();
    server.stop();
  }

  @BeforeEach
  void empty() {
    redis.delete(RedisFence.keys("acme", "{acme}:cart"));
    redis.delete(RedisFence.keys("zoe", "{zoe}:cart"));
  }

  @Test
  void aTokenPassesIfNoneWasHigher() {
    assertThat(set("acme", 7L, "a")).isTrue();
    assertThat(set("acme", 7L, "b")).isTrue();
    assertThat(set("acme", 9L, "c")).isTrue();
    assertThat(set("acme", 8L, "d")).isFalse();

    assertThat(redis.opsForValue().get("{acme}:cart")).isEqualTo("c");
  }

  @Test
  void tenantsDoNotFenceEachOther() {
    assertThat(set("acme", 9L, "a")).isTrue();
    assertThat(set("zoe", 1L, "b")).isTrue();
  }

  @Test
  void aWriteWithoutATokenPassesUntilOneHadOne() {
    assertThat(set("acme", null, "a")).isTrue();
    assertThat(set("acme", 3L, "b")).isTrue();
    assertThat(set("acme", null, "c")).isFalse();

    assertThat(redis.opsForValue().get("{acme}:cart")).isEqualTo("b");
  }

  /** As exact as a number of JSON, and of Lua. */
  @Test
  void theLargestTokensAreToldApart() {
    long most = 1L << 53;

    assertThat(set("acme", most, "a")).isTrue();
    assertThat(set("acme", most - 1, "b")).isFalse();
  }

  @Test
  void commandsOfMoreThanOneValueAreFencedToo() {
    Long made =
        redis.execute(
            FENCED,
            RedisFence.keys("acme", "{acme}:cart"),
            RedisFence.arguments(4L, "HSET", "apples", "3", "pears", "2").toArray());

    assertThat(made).isEqualTo(1);
    assertThat(redis.opsForHash().entries("{acme}:cart"))
        .containsEntry("apples", "3")
        .containsEntry("pears", "2");
  }

  private static boolean set(String tenant, @Nullable Long token, String value) {
    Long made =
        redis.execute(
            FENCED,
            RedisFence.keys(tenant, "{%s}:cart".formatted(tenant)),
            RedisFence.arguments(token, "SET", value).toArray());
    return Long.valueOf(1).equals(made);
  }
}
