package io.ambit.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One process of the stack, described before it runs.
 *
 * @param name what operators call it; names its pid file and log
 * @param layer decides when it is started and stopped
 * @param ports every port it listens on, the one for users first
 * @param directory where it keeps its data; appears in its command line, and no other process has
 *     the same
 */
public record StackProcess(
    String name,
    Layer layer,
    List<Port> ports,
    Program program,
    Path directory,
    Readiness readiness) {
  public StackProcess {
    ports = List.copyOf(ports);
    if (program.arguments().stream().noneMatch(a -> a.contains(directory.toString()))) {
      throw new IllegalArgumentException(
          "%s: its arguments do not name %s, so its pid file could not be trusted"
              .formatted(name, directory));
    }
  }

  /** The same, with a port it listens on besides. */
  StackProcess with(Port another) {
    List<Port> all = new ArrayList<>(ports);
    all.add(another);
    return new StackProcess(name, layer, all, program, directory, readiness);
  }

  /** What a client is told to connect to. */
  public String address() {
    return ports.getFirst().address();
  }
}
