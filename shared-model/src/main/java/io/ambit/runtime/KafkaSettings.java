package io.ambit.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach one Kafka cluster.
 *
 * @param bootstrapServers Comma-separated list of host:port pairs to start from.
 * @param replicationFactor Copies of every record of topics made by Ambit; 3 in production.
 * @param properties Any further client properties, such as security settings.
 */
public record KafkaSettings(
    @DefaultValue("localhost:9092") String bootstrapServers,
    @DefaultValue("1") short replicationFactor,
    @DefaultValue Map<String, String> properties) {

  /**
   * A broker that is just starting takes connections before it answers: waiting Kafka's 30 s for it
   * would make a short outage a long one.
   */
  private static final int REQUEST_TIMEOUT_MILLIS = 3_000;

  /** Client properties common to every producer, consumer and admin client. */
  Map<String, Object> client(String clientId) {
    Map<String, Object> client = new HashMap<>(properties);
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    client.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    client.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
    client.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    client.putIfAbsent(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2_000);
    client.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    client.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    client.putIfAbsent("enable.metrics.push", false);
    return client;
  }
}
