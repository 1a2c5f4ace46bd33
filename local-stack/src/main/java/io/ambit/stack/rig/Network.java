package io.ambit.stack.rig;

import io.ambit.stack.Link;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.StackException;
import io.ambit.stack.proxy.Direction;
import io.ambit.stack.proxy.FaultProxy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A proxy in every link of a linked stack. It carries what its processes say to each other, so it
 * is opened before them and closed after them. Thread-safe.
 */
public final class Network implements AutoCloseable {
  private final SequencedMap<Link, FaultProxy> proxies = new LinkedHashMap<>();

  /**
   * Stands in every link from now on.
   *
   * @throws StackException if a port is taken
   */
  public Network(Site site) {
    try {
      for (Link link : Stack.links(site)) {
        proxies.put(link, new FaultProxy(link.port(), link.serverPort()));
      }
    } catch (IOException e) {
      close();
      throw new StackException("the links cannot be opened: " + e.getMessage(), e);
    }
  }

  /** All links, in the order of their ports. */
  public List<Link> links() {
    return List.copyOf(proxies.sequencedKeySet());
  }

  /** The link of that process to that server. */
  public Link link(String client, Link.Server server) {
    return proxies.keySet().stream()
        .filter(link -> link.client().equals(client) && link.server() == server)
        .findFirst()
        .orElseThrow(() -> new StackException("no link of %s to %s".formatted(client, server)));
  }

  /** What stands in that link. */
  public FaultProxy proxy(Link link) {
    FaultProxy proxy = proxies.get(link);
    if (proxy == null) {
      throw new StackException("no link here is " + link.name());
    }
    return proxy;
  }

  /** Bytes that came out of all links so far, both ways. */
  public long passedBytes() {
    return proxies.values().stream()
        .mapToLong(p -> p.passedBytes(Direction.TO_SERVER) + p.passedBytes(Direction.TO_CLIENT))
        .sum();
  }

  /** Every link is as if nothing had ever happened. */
  public void heal() {
    proxies.values().forEach(FaultProxy::heal);
  }

  @Override
  public void close() {
    proxies.values().forEach(FaultProxy::close);
  }
}
