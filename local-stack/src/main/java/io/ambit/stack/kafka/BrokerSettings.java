package io.ambit.stack.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Settings of a broker that is its own controller: one copy of everything, few threads, small
 * buffers, listeners on the loopback interface only.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  private BrokerSettings() {}

  /**
   * @param more listeners for clients, besides the one that advertises its own port
   */
  static Properties of(Path directory, int port, int controllerPort, List<ClientListener> more) {
    Properties settings = new Properties();
    identity(settings, directory, controllerPort);
    List<ClientListener> all = new ArrayList<>(more);
    all.addFirst(new ClientListener(CLIENT_LISTENER, port, port));
    listeners(settings, all, controllerPort);
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

  private static void listeners(
      Properties settings, List<ClientListener> forClients, int controllerPort) {
    String controller = "%s://127.0.0.1:%d".formatted(CONTROLLER_LISTENER, controllerPort);
    settings.put("listeners", joined(forClients, ClientListener::bound) + "," + controller);
    settings.put("advertised.listeners", joined(forClients, ClientListener::advertised));
    settings.put("inter.broker.listener.name", CLIENT_LISTENER);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put(
        "listener.security.protocol.map",
        joined(forClients, listener -> listener.name() + ":PLAINTEXT")
            + ","
            + CONTROLLER_LISTENER
            + ":PLAINTEXT");
  }

  private static String joined(
      List<ClientListener> listeners, Function<ClientListener, String> part) {
    return listeners.stream().map(part).collect(Collectors.joining(","));
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
