package io.ambit.runtime;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One of Ambit's topics (docs/protocol.md). Each has one partition: its records have one writer and
 * one order.
 */
public record Topic(String name, Cleanup cleanup) {
  /** Room for a rejected record as it came, however large the broker let it in. */
  static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

  /** What the broker does with old records. */
  public enum Cleanup {
    /** Keeps the last of every key. */
    COMPACT,
    /** Keeps a few minutes: state that is worthless once newer state is there. */
    SHORT,
    /** Keeps weeks, for people. */
    RETAIN
  }

  /** The scope of everything that is not one region's. No region may be called that. */
  public static final String GLOBAL = "global";

  public static final Topic POLICY = new Topic("ambit.policy", Cleanup.COMPACT);
  public static final Topic AUDIT = new Topic("ambit.audit", Cleanup.RETAIN);
  public static final Topic GLOBAL_GRANTS = new Topic("ambit.global.grants", Cleanup.COMPACT);
  public static final Topic GLOBAL_SUMMARIES = new Topic("ambit.global.summaries", Cleanup.SHORT);
  public static final Topic GLOBAL_LEADER = new Topic("ambit.global.leader", Cleanup.SHORT);

  public static Topic grants(String region) {
    return new Topic("ambit." + region + ".grants", Cleanup.COMPACT);
  }

  public static Topic policy(String region) {
    return new Topic("ambit." + region + ".policy", Cleanup.COMPACT);
  }

  public static Topic summaries(String region) {
    return new Topic("ambit." + region + ".summaries", Cleanup.SHORT);
  }

  /** Where a reader of {@code scope} keeps what it could not read. */
  public static Topic rejected(String scope) {
    return new Topic("ambit." + scope + ".rejected", Cleanup.RETAIN);
  }

  NewTopic request(short replicationFactor) {
    return new NewTopic(name, 1, replicationFactor).configs(configs(replicationFactor));
  }

  private Map<String, String> configs(short replicationFactor) {
    String minInsync = replicationFactor >= 3 ? "2" : "1";
    return switch (cleanup) {
      case COMPACT ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_COMPACT,
              TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
              minInsync,
              TopicConfig.SEGMENT_MS_CONFIG,
              "600000",
              TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
              "0.5");
      case SHORT ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG, "900000",
              TopicConfig.SEGMENT_MS_CONFIG, "300000");
      case RETAIN ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
              minInsync,
              TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
              Integer.toString(MAX_RECORD_BYTES),
              TopicConfig.RETENTION_MS_CONFIG,
              "2592000000");
    };
  }
}
