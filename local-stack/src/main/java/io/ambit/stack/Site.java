package io.ambit.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Where one stack lives: the checkout whose jars it runs, the directory it writes to and how far
 * its ports are shifted. Two stacks run side by side when both the directory and the offset differ.
 *
 * @param checkout root of the source tree
 * @param home directory of everything the stack writes
 * @param portOffset added to every port, 0 to {@value #MAX_PORT_OFFSET}
 */
public record Site(Path checkout, Path home, int portOffset) {
  /** Keeps the highest port, the broker's controller, in range. */
  public static final int MAX_PORT_OFFSET = 46_000;

  private static final int ATTEMPTS = 100;

  public Site {
    checkout = checkout.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    if (portOffset < 0 || portOffset > MAX_PORT_OFFSET) {
      throw new IllegalArgumentException(
          "AMBIT_PORT_OFFSET: %d (expected: 0 to %d)".formatted(portOffset, MAX_PORT_OFFSET));
    }
  }

  /**
   * The stack of a developer: {@code AMBIT_HOME} (default {@code .ambit} in the checkout) and
   * {@code AMBIT_PORT_OFFSET} (default 0).
   *
   * @param start any directory inside the checkout
   */
  public static Site of(Path start, Map<String, String> environment) {
    Path checkout = checkoutAbove(start);
    Path home =
        Optional.ofNullable(environment.get("AMBIT_HOME")).map(Path::of).orElse(Path.of(".ambit"));
    return new Site(checkout, checkout.resolve(home), offset(environment));
  }

  /** A stack of its own in {@code home}, on ports nobody listens on now: for tests. */
  public static Site isolated(Path start, Path home) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Above the usual offsets of developers, and below the range of ports that clients are given.
      // Ports of one stack are 10 apart, so stacks are not.
      Site site =
          new Site(checkoutAbove(start), home, 20 * ThreadLocalRandom.current().nextInt(150, 650));
      if (site.ports().allMatch(Site::isFree)) {
        return site;
      }
    }
    throw new IllegalStateException("no free range of ports after %d attempts".formatted(ATTEMPTS));
  }

  /** Every port that any stack here could have. */
  private IntStream ports() {
    return IntStream.concat(
        Stack.linked(this).ports().stream().mapToInt(Integer::intValue),
        Stack.links(this).stream().mapToInt(Link::port));
  }

  int port(int base) {
    return base + portOffset;
  }

  Path pidFile(String process) {
    return home.resolve("pids").resolve(process + ".pid");
  }

  Path logFile(String process) {
    return home.resolve("logs").resolve(process + ".log");
  }

  Path dataDirectory(String node) {
    return home.resolve("data").resolve(node);
  }

  /** Where the arbiter writes the operator's token. */
  public Path tokenFile() {
    return home.resolve("operator.token");
  }

  /** Whether nobody holds {@code port} on the loopback interface. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static int offset(Map<String, String> environment) {
    String text = environment.getOrDefault("AMBIT_PORT_OFFSET", "0");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "AMBIT_PORT_OFFSET: %s (expected: a whole number)".formatted(text), notANumber);
    }
  }

  private static Path checkoutAbove(Path start) {
    for (Path at = start.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("dev")) && Files.isDirectory(at.resolve("local-stack"))) {
        return at;
      }
    }
    throw new UncheckedIOException(
        new IOException("%s is not inside a checkout of Ambit".formatted(start)));
  }
}
