package io.ambit.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says who listens on a port, as far as the operating system tells: on Linux the process, if it is
 * one whose open files we may see; elsewhere nothing.
 */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** For people: the holder's pid and command, or that it is not known. */
  static String describe(int port) {
    return find(port)
        .map(p -> "pid %d, %s".formatted(p.pid(), p.info().commandLine().orElse("command unknown")))
        .orElse("by a process that cannot be seen from here");
  }

  private static Optional<ProcessHandle> find(int port) {
    return Stream.of("net/tcp", "net/tcp6")
        .flatMap(table -> lines(PROC.resolve(table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> listensOn(columns, port))
        .map(columns -> "socket:[" + columns[9] + "]")
        .findFirst()
        .flatMap(socket -> ProcessHandle.allProcesses().filter(p -> holds(p, socket)).findFirst());
  }

  private static boolean listensOn(String[] columns, int port) {
    return columns.length > 9
        && columns[3].equals(LISTENING)
        && columns[1].endsWith(":%04X".formatted(port));
  }

  private static boolean holds(ProcessHandle process, String socket) {
    Path descriptors = PROC.resolve("" + process.pid()).resolve("fd");
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.anyMatch(descriptor -> pointsTo(descriptor, socket));
    } catch (IOException | UncheckedIOException notOurs) {
      return false;
    }
  }

  private static boolean pointsTo(Path link, String target) {
    try {
      return Files.readSymbolicLink(link).toString().equals(target);
    } catch (IOException gone) {
      return false;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notLinux) {
      return List.of();
    }
  }
}
