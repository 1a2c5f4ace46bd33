package io.ambit.edge;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;
import io.ambit.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * An edge whose region, played over a real broker, renews what it gives: for tests of what stands
 * in front of an edge.
 */
public final class LeasedEdge implements AutoCloseable {
  /** What a tenant gets unless the test says otherwise: 1,000 per second, 100 at once. */
  public static final Limit LIMIT = Limit.perSecond("requests", 1_000, 100);

  private static final String NODE = "eu-1";
  private static final Share FLOOR = new Share(1, 1_000);
  private static final long HOLD_MILLIS = 18_000;

  private final EmbeddedKafkaBroker kafka;
  private final PlayedRegion region;
  private final RunningEdge edge;

  /** The region is not thread-safe, so everything it does is done here. */
  private final ScheduledExecutorService regionThread =
      Executors.newSingleThreadScheduledExecutor();

  public LeasedEdge(Path data, String... more) {
    kafka = new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "false");
    kafka.afterPropertiesSet();
    region = new PlayedRegion(kafka.getBrokersAsString());
    edge = new RunningEdge(NODE, data, kafka.getBrokersAsString(), more);
    await().atMost(Duration.ofSeconds(60)).until(inRegion(() -> region.answer(NODE)));
    var unused = regionThread.scheduleWithFixedDelay(this::renew, 500, 500, TimeUnit.MILLISECONDS);
  }

  public RunningEdge edge() {
    return edge;
  }

  /** Gives {@code tenant} {@link #LIMIT}, and returns once its bucket is full. */
  public void lease(String tenant) throws Exception {
    lease(tenant, Enforcement.ENFORCE, LIMIT);
  }

  /** The same with a limit of its own. */
  public void lease(String tenant, Enforcement enforcement, Limit limit) throws Exception {
    inRegion(
            () ->
                region.relay(
                    PolicyKey.budget(tenant),
                    new Budget(List.of(limit), enforcement, ControlLoss.DEFAULT)))
        .call();
    give(tenant, limit, new Share(limit.rateMilli(), limit.depthMilli()));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> explained(tenant, limit).path("remaining").asLong() >= limit.burst());
  }

  /** Gives {@code tenant} so many units, and no more come. */
  public void leaseOnce(String tenant, long units) throws Exception {
    Limit limit = Limit.perSecond("requests", Math.max(1_000, 10 * units), units);
    lease(tenant, Enforcement.ENFORCE, limit);
    give(tenant, limit, new Share(1, limit.depthMilli()));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> explained(tenant, limit).path("ratePerSecond").asDouble() < 1);
  }

  /** The region relays an object of intent. */
  void relay(PolicyKey key, PolicySpec spec) throws Exception {
    inRegion(() -> region.relay(key, spec)).call();
  }

  /** The region tells its edges of a backend. */
  void tellOf(Sighting sighting) throws Exception {
    BackendNews news = new BackendNews("eu", List.of(sighting));
    inRegion(
            () -> {
              region.append("ambit.eu.grants", Wire.backendsKey("eu"), Wire.encode(news));
              return true;
            })
        .call();
  }

  /** Backends the edge ever told the region of, as {@code pool/id}. */
  List<String> toldOfBackends() throws Exception {
    List<String> told = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        inRegion(() -> region.read("ambit.eu.summaries")).call()) {
      if (Wire.isBackends(record.key())) {
        Wire.decodeBackends(record.key(), record.value())
            .sightings()
            .forEach(each -> told.add(each.backend().key()));
      }
    }
    return told;
  }

  /** The edge's newest report. */
  public Report newestReport() throws Exception {
    return inRegion(() -> region.newestReport(NODE).orElseThrow()).call();
  }

  /** Buckets that proxies fill by themselves, as the edge shows them. */
  public List<JsonNode> leaves() throws Exception {
    List<JsonNode> leaves = new ArrayList<>();
    edge.status().path("leaves").forEach(leaves::add);
    return leaves;
  }

  /** The next answers give so much. */
  public void give(String tenant, Limit limit, Share share) throws Exception {
    inRegion(
            () -> {
              region.give(new LimitKey(tenant, limit.name()), share, FLOOR, HOLD_MILLIS);
              return region.answer(NODE);
            })
        .call();
  }

  /** What {@code tenant} has of {@code limit} here; takes none of it. */
  private JsonNode explained(String tenant, Limit limit) throws Exception {
    JsonNode first = edge.explain(tenant).at("/limits/0");
    return first.path("limit").asText().equals(limit.name()) ? first : first.path("none");
  }

  private void renew() {
    try {
      region.answer(NODE);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private <T> Callable<T> inRegion(Callable<T> what) {
    return () -> {
      Future<T> done = regionThread.submit(what);
      return done.get(30, TimeUnit.SECONDS);
    };
  }

  @Override
  public void close() {
    regionThread.shutdownNow();
    edge.close();
    region.close();
    kafka.destroy();
  }
}
