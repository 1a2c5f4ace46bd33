package io.ambit.edge;

import static org.awaitility.Awaitility.await;

import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.WriteLease;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;
import io.ambit.model.WriteHome;
import io.ambit.wire.Wire;
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
 * A real broker, and over it the region {@code eu} played for one edge: it renews what it gives
 * twice a second.
 */
public final class LeasingRegion implements AutoCloseable {
  private static final Share FLOOR = new Share(1, 1_000);
  private static final long HOLD_MILLIS = 18_000;
  private static final long WRITES_MILLIS = 10_000;

  private final String node;
  private final EmbeddedKafkaBroker kafka;
  private final PlayedRegion region;

  /** The region is not thread-safe, so everything it does is done here. */
  private final ScheduledExecutorService regionThread =
      Executors.newSingleThreadScheduledExecutor();

  /** Starts the broker; the region does nothing until it is told to {@link #begin}. */
  public LeasingRegion(String node) {
    this.node = node;
    kafka = new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "false");
    kafka.afterPropertiesSet();
    region = new PlayedRegion(kafka.getBrokersAsString());
  }

  public String bootstrapServers() {
    return kafka.getBrokersAsString();
  }

  /** Waits for the edge's first report, and answers from then on. */
  public void begin() {
    await().atMost(Duration.ofSeconds(60)).until(inRegion(() -> region.answer(node)));
    var unused = regionThread.scheduleWithFixedDelay(this::renew, 500, 500, TimeUnit.MILLISECONDS);
  }

  /** Gives {@code tenant} a budget of one limit, and the edge all of that. */
  public void lease(String tenant, Enforcement enforcement, Limit limit) throws Exception {
    relay(PolicyKey.budget(tenant), new Budget(List.of(limit), enforcement, ControlLoss.DEFAULT));
    give(tenant, limit, new Share(limit.rateMilli(), limit.depthMilli()));
  }

  /** The next answers give so much. */
  public void give(String tenant, Limit limit, Share share) throws Exception {
    inRegion(
            () -> {
              region.give(new LimitKey(tenant, limit.name()), share, FLOOR, HOLD_MILLIS);
              return region.answer(node);
            })
        .call();
  }

  /** Relays an object of intent. */
  public void relay(PolicyKey key, PolicySpec spec) throws Exception {
    inRegion(() -> region.relay(key, spec)).call();
  }

  /** Makes this region the home of the tenant's writes, and lets the edge admit them; the home. */
  public WriteHome house(String tenant) throws Exception {
    WriteHome home = WriteHome.first("eu", "for-the-test");
    inRegion(
            () -> {
              long revision = region.relay(PolicyKey.home(tenant), home);
              region.allowWrites(new WriteLease(WRITES_MILLIS, revision));
              return region.answer(node);
            })
        .call();
    return home;
  }

  /** Tells its edges of a backend. */
  public void tellOf(Sighting sighting) throws Exception {
    BackendNews news = new BackendNews("eu", List.of(sighting));
    inRegion(
            () -> {
              region.append("ambit.eu.grants", Wire.backendsKey("eu"), Wire.encode(news));
              return true;
            })
        .call();
  }

  /** Backends it was ever told of, as {@code pool/id}. */
  public List<String> toldOfBackends() throws Exception {
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
    return inRegion(() -> region.newestReport(node).orElseThrow()).call();
  }

  private void renew() {
    try {
      region.answer(node);
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

  /** Does nothing any more; the broker is still there. */
  public void pause() {
    regionThread.shutdownNow();
  }

  @Override
  public void close() {
    pause();
    region.close();
    kafka.destroy();
  }
}
