package io.ambit.global;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.global.Arbiter.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** One broker, one Redis and one arbiter for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GlobalArbiterTest {
  private Broker broker;
  private RedisServer redis;
  private Arbiter arbiter;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    broker = new Broker();
    broker.start();
    redis = new RedisServer(Broker.freePort());
    redis.start();
    arbiter = Arbiter.start(broker.address(), redis.ports().getFirst(), data);
  }

  @AfterAll
  void stop() throws Exception {
    arbiter.close();
    redis.stop();
    broker.close();
  }

  @Test
  void aBudgetThatIsPutIsThere() {
    Answer created =
        arbiter.put(
            "/api/v1/tenants/acme/budget",
            "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"quota\":1000}]},\"reason\":\"first\"}");
    assertThat(created.status()).as(created.response().body()).isEqualTo(201);
    System.out.println(created.response().body());
    System.out.println(arbiter.open("/v1/status").response().body());
    System.out.println(arbiter.get("/api/v1/tenants/acme/budget").response().body());
  }
}
