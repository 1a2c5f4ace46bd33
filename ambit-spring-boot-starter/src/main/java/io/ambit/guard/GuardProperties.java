package io.ambit.guard;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the guard. The first three are all that most applications need: who is asked, which
 * is either an agent or an edge in this process, and what a refusal means.
 *
 * @param agent Address of the edge agent that is asked, such as http://127.0.0.1:8080.
 * @param edge The edge in this process that is asked instead.
 * @param enforcement Whether refused requests are turned away, or only counted.
 * @param tenantHeader Header that names the tenant; whatever authenticates requests must overwrite
 *     what clients send in it.
 * @param unnamed Tenant that requests are counted for whose header is missing or no tenant's name.
 * @param within How long an answer is waited for, 1 ms to 1 s.
 * @param noAnswer What happens to a request if the agent does not answer in time.
 * @param paths Which requests are guarded, as servlet URL patterns.
 * @param order Place among the filters; the default is behind Spring Security.
 */
@ConfigurationProperties("ambit.guard")
public record GuardProperties(
    @Nullable URI agent,
    @Nullable Edge edge,
    @DefaultValue("shadow") Enforcement enforcement,
    @DefaultValue("Ambit-Tenant") String tenantHeader,
    @DefaultValue("anonymous") String unnamed,
    @DefaultValue("5ms") Duration within,
    @DefaultValue("admit") NoAnswer noAnswer,
    @DefaultValue("/*") List<String> paths,
    @DefaultValue("-90") int order) {

  /** The one form of every name: of tenants, regions, nodes. */
  static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * An edge of its region that lives in this process.
   *
   * @param region Name of the region.
   * @param kafka Bootstrap servers of the region's Kafka, such as kafka-eu:9092.
   * @param node Name of this edge, unique in the fleet; made of the machine's name if none is said.
   * @param dataDirectory Directory for what a restart goes on from, one per edge; in the system's
   *     temporary directory and named for the node if none is said.
   * @param kafkaProperties Any further properties of the Kafka client, such as security settings.
   * @param replicationFactor Copies of every record of topics that the region has not made yet.
   */
  public record Edge(
      String region,
      String kafka,
      @Nullable String node,
      @Nullable Path dataDirectory,
      @DefaultValue Map<String, String> kafkaProperties,
      @DefaultValue("3") short replicationFactor) {
    public Edge {
      requireName("region", region);
      if (node != null) {
        requireName("node", node);
      }
      if (kafka == null || kafka.isBlank()) {
        throw new IllegalArgumentException(
            "ambit.guard.edge.kafka: %s (expected: the Kafka of region '%s', such as kafka-%s:9092)"
                .formatted(kafka, region, region));
      }
      kafkaProperties = Map.copyOf(kafkaProperties);
    }

    private static void requireName(String field, @Nullable String name) {
      if (name == null || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "ambit.guard.edge.%s: %s (expected: %s)".formatted(field, name, NAME));
      }
    }
  }

  /** What a refusal means here; tenants have an enforcement of their own, set by the operator. */
  public enum Enforcement {
    /** Everything is served, and what would have been refused is counted. */
    SHADOW,
    /** What is refused is answered with the agent's own refusal. */
    ENFORCE
  }

  /** What becomes of requests nobody decided in time. */
  public enum NoAnswer {
    ADMIT,
    REFUSE
  }

  public GuardProperties {
    if (agent != null && !List.of("http", "https").contains(String.valueOf(agent.getScheme()))) {
      throw new IllegalArgumentException(
          "ambit.guard.agent: %s (expected: an address such as http://127.0.0.1:8080)"
              .formatted(agent));
    }
    if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "ambit.guard.within: %d ms (expected: 1 ms to 1 s)".formatted(within.toMillis()));
    }
  }
}
