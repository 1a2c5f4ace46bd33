package io.ambit.edge;

import io.ambit.model.Names;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Topic;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an edge agent must be told.
 *
 * @param node Name of this agent, unique in the fleet.
 * @param region Name of the region it belongs to.
 * @param dataDirectory Directory for what a restart goes on from; one per agent.
 * @param headers Which rate limit headers answers carry.
 * @param kafka The cluster of its region.
 */
@ConfigurationProperties("ambit")
public record EdgeProperties(
    String node,
    String region,
    @DefaultValue("data") Path dataDirectory,
    @DefaultValue("draft") HeaderStyle headers,
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
   * Where the logs are.
   *
   * @param regional Cluster of the region's own topics.
   */
  public record Clusters(@DefaultValue KafkaSettings regional) {}

  public EdgeProperties {
    Names.require("ambit.node", String.valueOf(node));
    Names.require("ambit.region", String.valueOf(region));
    if (region.equals(Topic.GLOBAL)) {
      throw new IllegalArgumentException("ambit.region: 'global' names the tier above");
    }
  }
}
