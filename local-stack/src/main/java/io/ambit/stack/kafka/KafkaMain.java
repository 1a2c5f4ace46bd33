package io.ambit.stack.kafka;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Runs one combined broker and controller until it is told to stop. What it holds survives a kill
 * of the process: the directory is formatted once and found again.
 */
public final class KafkaMain {
  /** Any id does, but it must be the same at every start. */
  private static final String CLUSTER_ID = "YW1iaXQtbG9jYWwtc3RhYw";

  private KafkaMain() {}

  /**
   * Arguments: the data directory, the port for clients, the port of the controller, and as many
   * more listeners for clients as wanted, each as {@code PORT=ADVERTISED}.
   *
   * @throws Exception if the broker cannot start
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    int controllerPort = Integer.parseInt(arguments[2]);
    format(directory);
    KafkaConfig config =
        KafkaConfig.fromProps(
            BrokerSettings.of(directory, port, controllerPort, links(arguments)), false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-stop"));
    server.startup();
    server.awaitShutdown();
  }

  private static List<ClientListener> links(String[] arguments) {
    List<ClientListener> links = new ArrayList<>();
    for (String pair : List.of(arguments).subList(3, arguments.length)) {
      int mark = pair.indexOf('=');
      links.add(
          new ClientListener(
              "LINK_" + (links.size() + 1),
              Integer.parseInt(pair.substring(0, mark)),
              Integer.parseInt(pair.substring(mark + 1))));
    }
    return links;
  }

  /** The newest release's features, so transactions are the fenced kind (version 2). */
  private static void format(Path directory) throws Exception {
    Files.createDirectories(directory);
    new Formatter()
        .setPrintStream(new PrintStream(System.out, true, System.out.charset()))
        .setClusterId(CLUSTER_ID)
        .setNodeId(BrokerSettings.NODE_ID)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(directory.toString())
        .setDirectories(List.of(directory.toString()))
        .setIgnoreFormatted(true)
        .run();
  }
}
