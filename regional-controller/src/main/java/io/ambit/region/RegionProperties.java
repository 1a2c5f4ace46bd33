package io.ambit.region;

import io.ambit.model.Names;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a regional controller must be told.
 *
 * @param node Name of this process, unique in the fleet.
 * @param region Name of the region it controls.
 * @param sessionTimeout How long the owner of the region may be silent before a standby takes over;
 *     at least the brokers' group.min.session.timeout.ms.
 * @param peers Base addresses of the controllers of every other region, by its name: all processes
 *     that may own it. Regions that name each other keep their leases when they lose the arbiter;
 *     others fall to their floors after grace.
 * @param operatorToken Whoever brings it as a bearer token may say that an edge is gone for good;
 *     empty: whoever asks from the machine itself may.
 * @param watch The same addresses, to tell the arbiter whether those regions are reached; by
 *     default those of peers.
 * @param kafka The two clusters, which may be one.
 */
@ConfigurationProperties("ambit")
public record RegionProperties(
    String node,
    String region,
    @DefaultValue("6s") Duration sessionTimeout,
    @DefaultValue Map<String, List<String>> peers,
    @DefaultValue("") String operatorToken,
    @DefaultValue Map<String, List<String>> watch,
    @DefaultValue Clusters kafka) {

  /**
   * Where the logs are.
   *
   * @param regional Cluster of this region's own topics.
   * @param global Cluster shared with the arbiter.
   */
  public record Clusters(
      @DefaultValue KafkaSettings regional, @DefaultValue KafkaSettings global) {}

  public RegionProperties {
    Names.require("ambit.node", String.valueOf(node));
    Names.require("ambit.region", String.valueOf(region));
    if (region.equals(Topic.GLOBAL)) {
      throw new IllegalArgumentException("ambit.region: 'global' names the tier above");
    }
    peers.keySet().forEach(peer -> Names.require("ambit.peers", peer));
    peers = Map.copyOf(peers);
    watch.keySet().forEach(other -> Names.require("ambit.watch", other));
    watch = watch.isEmpty() ? peers : Map.copyOf(watch);
  }
}
