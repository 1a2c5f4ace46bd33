package io.ambit.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Turns a description into a detached operating-system process with a pid file and a log. */
final class Launcher {
  private static final Duration PORTS_ARE_FREE_WITHIN = Duration.ofSeconds(2);

  private final Site site;
  private final FastStart fastStart;

  Launcher(Site site, Consumer<String> report) {
    this.site = site;
    this.fastStart = new FastStart(site.checkout(), report);
  }

  /**
   * Starts the process; it outlives this JVM.
   *
   * @throws StackException if one of its ports is taken or it cannot be started at all
   */
  void start(StackProcess process) {
    requireFreePorts(process);
    try {
      Files.createDirectories(process.directory());
      List<String> command = new ArrayList<>(ownSession());
      command.addAll(command(process));
      long pid = spawn(command, new LogFile(site.logFile(process.name())));
      new PidFile(site.pidFile(process.name()), process.directory()).write(pid);
    } catch (IOException e) {
      throw new StackException("%s: %s".formatted(process.name(), e.getMessage()), e);
    }
  }

  /** Makes now what would otherwise be made at the first start. */
  void prepare(Program.Service service) {
    fastStart.runArguments(service);
  }

  private static void requireFreePorts(StackProcess process) {
    for (Port port : process.ports()) {
      // A process that was just killed is gone a little before its ports are.
      if (!Waiting.until(() -> Site.isFree(port.number()), PORTS_ARE_FREE_WITHIN)) {
        throw new StackException(
            "%s: port %d (%s) is taken: %s"
                .formatted(
                    process.name(), port.number(), port.use(), PortHolder.describe(port.number())));
      }
    }
  }

  private static long spawn(List<String> command, LogFile log) throws IOException {
    File output = log.forAppending().toFile();
    ProcessBuilder builder = new ProcessBuilder(command);
    // They say where this stack is; to a service they would be properties of its own.
    builder.environment().keySet().removeAll(List.of("AMBIT_HOME", "AMBIT_PORT_OFFSET"));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    return builder.start().pid();
  }

  /**
   * A session of its own keeps the terminal's Ctrl-C and hang-up away from the process. Both ways
   * end in exec, so the pid stays the one we were told. Linux has the first, macOS the second.
   */
  private static List<String> ownSession() {
    if (isOnPath("setsid")) {
      return List.of("setsid");
    }
    if (isOnPath("perl")) {
      return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV");
    }
    throw new StackException("neither setsid nor perl is on the PATH: no way to detach a process");
  }

  private static List<String> selfMade(Path archive) {
    return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  private List<String> command(StackProcess process) throws IOException {
    List<String> command = new ArrayList<>();
    switch (process.program()) {
      case Program.Service service -> {
        command.add(Jvm.java().toString());
        command.addAll(Jvm.flags(service.heapMegabytes()));
        command.addAll(fastStart.runArguments(service));
      }
      case Program.JavaClass main -> {
        command.add(Jvm.java().toString());
        command.addAll(Jvm.flags(main.heapMegabytes()));
        main.archive().ifPresent(archive -> command.addAll(selfMade(archive)));
        command.add("-Dambit.log.level=info");
        command.addAll(List.of("-cp", main.classPath(), main.mainClass()));
      }
      case Program.RedisServer redis ->
          command.add(RedisBinary.in(site.home().resolve("bin")).toString());
    }
    command.addAll(process.program().arguments());
    return command;
  }
}
