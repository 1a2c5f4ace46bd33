package io.ambit.edge;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.backend.Sighting;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;
import io.ambit.model.WriteHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An edge whose region, played over a real broker, renews what it gives: for tests of what stands
 * in front of an edge.
 */
public final class LeasedEdge implements AutoCloseable {
  /** What a tenant gets unless the test says otherwise: 1,000 per second, 100 at once. */
  public static final Limit LIMIT = Limit.perSecond("requests", 1_000, 100);

  private static final String NODE = "eu-1";

  private final LeasingRegion region;
  private final RunningEdge edge;

  public LeasedEdge(Path data, String... more) {
    region = new LeasingRegion(NODE);
    edge = new RunningEdge(NODE, data, region.bootstrapServers(), more);
    region.begin();
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
    region.lease(tenant, enforcement, limit);
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

  /** Makes the region the home of the tenant's writes; the home. */
  public WriteHome house(String tenant) throws Exception {
    return region.house(tenant);
  }

  /** The region relays an object of intent. */
  public void relay(PolicyKey key, PolicySpec spec) throws Exception {
    region.relay(key, spec);
  }

  /** The region tells its edges of a backend. */
  void tellOf(Sighting sighting) throws Exception {
    region.tellOf(sighting);
  }

  /** Backends the edge ever told the region of, as {@code pool/id}. */
  List<String> toldOfBackends() throws Exception {
    return region.toldOfBackends();
  }

  /** The edge's newest report. */
  public Report newestReport() throws Exception {
    return region.newestReport();
  }

  /** Buckets that proxies fill by themselves, as the edge shows them. */
  public List<JsonNode> leaves() throws Exception {
    List<JsonNode> leaves = new ArrayList<>();
    edge.status().path("leaves").forEach(leaves::add);
    return leaves;
  }

  /** The next answers give so much. */
  public void give(String tenant, Limit limit, Share share) throws Exception {
    region.give(tenant, limit, share);
  }

  /** What {@code tenant} has of {@code limit} here; takes none of it. */
  private JsonNode explained(String tenant, Limit limit) throws Exception {
    JsonNode first = edge.explain(tenant).at("/limits/0");
    return first.path("limit").asText().equals(limit.name()) ? first : first.path("none");
  }

  @Override
  public void close() {
    region.pause();
    edge.close();
    region.close();
  }
}
