package io.ambit.stack;

import io.ambit.stack.Link.Server;
import java.util.ArrayList;
import java.util.List;

/**
 * Which port a process finds a server on: the server's own, or that of a link of its own. Every
 * link to Kafka has a listener of its own in the broker, which advertises the link's port:
 * otherwise a client would be told to go around the link with the first answer.
 */
final class Wiring {
  private static final List<String> EDGES =
      List.of("edge-eu-1", "edge-eu-2", "edge-us-1", "edge-us-2");
  private static final List<String> REGIONS =
      List.of("region-eu", "region-eu-2", "region-us", "region-us-2");
  private static final List<String> ARBITERS = List.of("arbiter-1", "arbiter-2");

  /** No other port of a stack has the same remainder, see {@link Site#isolated}. */
  private static final int FIRST_PORT = 17_003;

  private static final int PORTS_APART = 20;

  private final Site site;
  private final List<Link> links;

  private Wiring(Site site, List<Link> links) {
    this.site = site;
    this.links = List.copyOf(links);
  }

  /** Everybody connects to the servers themselves. */
  static Wiring direct(Site site) {
    return new Wiring(site, List.of());
  }

  /** Everybody has a link to every server it talks to. */
  static Wiring linked(Site site) {
    List<Link> links = new ArrayList<>();
    EDGES.forEach(edge -> add(site, links, edge, Server.REGIONAL_KAFKA));
    for (String region : REGIONS) {
      add(site, links, region, Server.REGIONAL_KAFKA);
      add(site, links, region, Server.GLOBAL_KAFKA);
      add(site, links, region, Server.REDIS);
    }
    for (String arbiter : ARBITERS) {
      add(site, links, arbiter, Server.GLOBAL_KAFKA);
      add(site, links, arbiter, Server.REDIS);
    }
    return new Wiring(site, links);
  }

  List<Link> links() {
    return links;
  }

  /** Links that end at listeners of the broker. */
  List<Link> kafkaLinks() {
    return links.stream().filter(link -> link.server() != Server.REDIS).toList();
  }

  /** Where that process connects. */
  int port(String client, Server server) {
    return links.stream()
        .filter(link -> link.client().equals(client) && link.server() == server)
        .findFirst()
        .map(Link::port)
        .orElseGet(() -> ownPort(site, server));
  }

  private static void add(Site site, List<Link> links, String client, Server server) {
    int port = site.port(FIRST_PORT + PORTS_APART * links.size());
    int serverPort = server == Server.REDIS ? ownPort(site, server) : port + 1;
    links.add(new Link(client, server, port, serverPort));
  }

  private static int ownPort(Site site, Server server) {
    return site.port(server == Server.REDIS ? Stack.REDIS_PORT : Stack.KAFKA_PORT);
  }
}
