package io.ambit.stack.kafka;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Settings of a broker that is its own controller: one copy of everything, few threads, small
 * buffers, listeners on the loopback interface only.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  private BrokerSettings() {}

  static Properties of(Path directory, int port, int controllerPort) {
    Properties settings = new Properties();
    identity(settings, directory, controllerPort);
    listeners(settings, port, controllerPort);
    oneOfEverything(settings);
    smallMachine(settings);
    return settings;
  }

  private static void identity(Properties settings, Path directory, int controllerPort) {
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "" + NODE_ID);
    settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");
  }

  private static void listeners(Properties settings, int port, int controllerPort) {
    settings.put(
        "listeners",
        "%s://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(CLIENT_LISTENER, port, CONTROLLER_LISTENER, controllerPort));
    settings.put("inter.broker.listener.name", CLIENT_LISTENER);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put(
        "listener.security.protocol.map",
        "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT_LISTENER, CONTROLLER_LISTENER));
  }

  private static void oneOfEverything(Properties settings) {
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
  }

  private static void smallMachine(Properties settings) {
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("group.coordinator.threads", "1");
    settings.put("share.coordinator.threads", "1");
    settings.put("log.cleaner.dedupe.buffer.size", "" + 4 * 1024 * 1024);
    // A broker that was killed may not register again before its old session has ended.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "500");
  }
}
