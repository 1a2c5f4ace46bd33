package io.ambit.edge;

import io.ambit.backend.Backend;
import io.ambit.model.Names;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an edge agent must be told.
 *
 * @param node Name of this agent, unique in the fleet.
 * @param region Name of the region it belongs to.
 * @param zone Where in the region it is: backends there are preferred. Empty if it has none.
 * @param dataDirectory Directory for what a restart goes on from; one per agent.
 * @param headers Which rate limit headers answers carry.
 * @param writeParking How long a write may wait at an HTTP door while its tenant's home moves; 0
 *     for not at all.
 * @param backends Backends that are always there; others announce themselves.
 * @param kafka The cluster of its region.
 */
@ConfigurationProperties("ambit")
public record EdgeProperties(
    String node,
    String region,
    @DefaultValue("") String zone,
    @DefaultValue("data") Path dataDirectory,
    @DefaultValue("draft") HeaderStyle headers,
    @DefaultValue("500ms") Duration writeParking,
    @DefaultValue List<Configured> backends,
    @DefaultValue Clusters kafka) {

  /** How answers tell of a limit. */
  public enum HeaderStyle {
    /** {@code RateLimit} and {@code RateLimit-Policy} of the IETF draft. */
    DRAFT,
    /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}. */
    LEGACY,
    BOTH,
    OFF
  }

  /**
   * A backend that is always there.
   *
   * @param id Name within its pool.
   * @param url Base address, as in http://10.0.0.7:8080.
   * @param pool Pool it belongs to.
   * @param zone Where it is.
   * @param capacityPerSecond Requests it can take per second; 0 if nobody knows.
   * @param probePath Path that answers 2xx while it is well; empty for no probes.
   */
  public record Configured(
      String id,
      String url,
      @DefaultValue("default") String pool,
      @DefaultValue("") String zone,
      @DefaultValue("0") long capacityPerSecond,
      @DefaultValue("") String probePath) {
    Backend backend() {
      return new Backend(
          pool, String.valueOf(id), String.valueOf(url), zone, capacityPerSecond, probePath);
    }
  }

  /**
   * Where the logs are.
   *
   * @param regional Cluster of the region's own topics.
   */
  public record Clusters(@DefaultValue KafkaSettings regional) {}

  public EdgeProperties {
    Names.require("ambit.node", String.valueOf(node));
    Names.require("ambit.region", String.valueOf(region));
    if (!zone.isEmpty()) {
      Names.require("ambit.zone", zone);
    }
    backends = List.copyOf(backends);
    if (region.equals(Topic.GLOBAL)) {
      throw new IllegalArgumentException("ambit.region: 'global' names the tier above");
    }
  }
}
