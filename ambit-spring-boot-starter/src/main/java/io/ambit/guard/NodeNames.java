package io.ambit.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Names edges by the machine they are on. */
final class NodeNames {
  private static final int LONGEST = 63;

  private NodeNames() {}

  /** The machine's host name, which is a pod's name in Kubernetes, as a node may be called. */
  static String ofThisMachine() {
    try {
      return of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException nameless) {
      throw nameless("This machine has no host name");
    }
  }

  /** Letters are lower-case, and what no name may have in it is a hyphen. */
  static String of(String host) {
    String lower = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = lower.substring(0, Math.min(lower.length(), LONGEST));
    String name = cut.replaceAll("^-|-$", "");
    if (name.isEmpty()) {
      throw nameless("The host name '" + host + "' names no edge");
    }
    return name;
  }

  private static GuardSettingsException nameless(String why) {
    return new GuardSettingsException(
        why, "Set ambit.guard.edge.node to a name of this edge's own in the fleet.");
  }
}
