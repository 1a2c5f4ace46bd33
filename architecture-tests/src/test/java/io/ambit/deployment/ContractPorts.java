package io.ambit.deployment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports users rely on: those every container listens on, and those the stack of two regions
 * shows on loopback.
 */
final class ContractPorts {
  static final int HTTP = 8080;
  static final int MANAGEMENT = 9080;
  static final int GRPC = 7080;

  private ContractPorts() {}

  /** The ports of a tier's container by name; only an edge speaks gRPC. */
  static Map<String, Integer> ofContainer(boolean edge) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("http", HTTP);
    ports.put("management", MANAGEMENT);
    if (edge) {
      ports.put("grpc", GRPC);
    }
    return ports;
  }

  /** What each service of the stack publishes, as Compose writes it. */
  static Map<String, List<String>> published() {
    Map<String, List<String>> ports = new LinkedHashMap<>();
    ports.put("kafka", List.of("127.0.0.1:19092:19092"));
    ports.put("valkey", List.of("127.0.0.1:16379:6379"));
    ports.put("arbiter", List.of(loopback(8080, HTTP), loopback(9080, MANAGEMENT)));
    ports.put("region-eu", List.of(loopback(8100, HTTP), loopback(9100, MANAGEMENT)));
    ports.put("region-us", List.of(loopback(8200, HTTP), loopback(9200, MANAGEMENT)));
    ports.put("edge-eu-1", edge(101));
    ports.put("edge-eu-2", edge(102));
    ports.put("edge-us-1", edge(201));
    ports.put("edge-us-2", edge(202));
    return Collections.unmodifiableMap(ports);
  }

  private static List<String> edge(int number) {
    return List.of(
        loopback(8000 + number, HTTP),
        loopback(9000 + number, MANAGEMENT),
        loopback(7000 + number, GRPC));
  }

  private static String loopback(int published, int container) {
    return "127.0.0.1:" + published + ":" + container;
  }
}
