package io.ambit.region.witness;

import io.ambit.model.Names;
import io.ambit.runtime.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a witness must be told.
 *
 * @param node Its name, as the failover policy lists it among its witnesses.
 * @param watch Base addresses of the controllers of every region, by its name.
 * @param kafka The cluster shared with the arbiter.
 */
@ConfigurationProperties("ambit")
public record WitnessProperties(
    String node, @DefaultValue Map<String, List<String>> watch, @DefaultValue Clusters kafka) {

  /**
   * Where it tells what it sees.
   *
   * @param global Cluster shared with the arbiter.
   */
  public record Clusters(@DefaultValue KafkaSettings global) {}

  public WitnessProperties {
    Names.require("ambit.node", String.valueOf(node));
    if (watch.isEmpty()) {
      throw new IllegalArgumentException(
          "ambit.watch: nobody (expected: the controllers of every region)");
    }
    watch.keySet().forEach(region -> Names.require("ambit.watch", region));
    watch = Map.copyOf(watch);
  }
}
