package io.ambit.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Starts services in half the time by a class-data archive. The executable jar is unpacked once (by
 * its own {@code tools} mode), the service is run up to the end of its wiring and no further (no
 * listener, no connection), and what it loaded is archived. All of it is kept under the module's
 * {@code target/fast-start}, per content of the jar, version of the JDK and flags. Whatever goes
 * wrong, the service starts without it. Thread-safe.
 */
final class FastStart {
  private static final Duration HELPER_BOUND = Duration.ofMinutes(3);

  /** A training run must meet neither the developer's stack nor a test's. */
  private static final int TRAINING_PORT_OFFSET = 30_000;

  private static final int KEPT_BESIDE_NEW = 1;

  private final Path checkout;
  private final Consumer<String> report;

  /** Looked up once per module: reading a jar for its key takes a while. */
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  /**
   * @param report told in a line for people what takes long, and what went wrong
   */
  FastStart(Path checkout, Consumer<String> report) {
    this.checkout = checkout;
    this.report = report;
  }

  /**
   * What follows {@code java} and its flags to run the service, with an archive if there is one.
   */
  List<String> runArguments(Program.Service service) {
    return known.computeIfAbsent(service.module(), module -> prepare(service));
  }

  private List<String> prepare(Program.Service service) {
    Path jar = ExecutableJar.of(checkout, service.module());
    try {
      Path directory = unpack(service, jar);
      Path unpackedJar = directory.resolve(jar.getFileName());
      return archive(service, unpackedJar)
          .map(archive -> List.of("-XX:SharedArchiveFile=" + archive, "-jar", "" + unpackedJar))
          .orElse(List.of("-jar", "" + unpackedJar));
    } catch (IOException e) {
      report.accept("%s starts slowly: unpacking: %s".formatted(service.module(), e.getMessage()));
      return List.of("-jar", "" + jar);
    }
  }

  /** The directory of this very jar, unpacked. */
  private static Path unpack(Program.Service service, Path jar) throws IOException {
    Path all = Files.createDirectories(jar.resolveSibling("fast-start"));
    Path directory = all.resolve(key(service, jar));
    if (!Files.exists(directory)) {
      forgetOld(all);
      Path partial = all.resolve("partial");
      delete(partial);
      String java = "" + Jvm.java();
      List<String> command =
          List.of(
              java, "-Djarmode=tools", "-jar", "" + jar, "extract", "--destination", "" + partial);
      HelperRun.toEnd(command, all.resolve("unpack.log"), HELPER_BOUND);
      Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
    }
    return directory;
  }

  private Optional<Path> archive(Program.Service service, Path jar) {
    Path archive = jar.resolveSibling("classes.jsa");
    if (!Files.exists(archive)) {
      report.accept("training %s for a fast start".formatted(service.module()));
      try {
        train(service, jar, archive);
      } catch (IOException e) {
        report.accept("%s starts slowly: training: %s".formatted(service.module(), e.getMessage()));
        return Optional.empty();
      }
    }
    return Optional.of(archive);
  }

  private void train(Program.Service service, Path jar, Path archive) throws IOException {
    Path partial = archive.resolveSibling("classes.partial");
    Path scratch = archive.resolveSibling("training");
    List<String> command = new ArrayList<>();
    command.add("" + Jvm.java());
    command.addAll(Jvm.flags(service.heapMegabytes()));
    command.add("-XX:ArchiveClassesAtExit=" + partial);
    command.add("-Dspring.context.exit=onRefresh");
    command.addAll(List.of("-jar", "" + jar));
    command.addAll(trainingArguments(service, scratch));
    HelperRun.toEnd(command, archive.resolveSibling("training.log"), HELPER_BOUND);
    delete(scratch);
    Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The arguments of a real process of that module, with data and ports of nobody else. */
  private List<String> trainingArguments(Program.Service service, Path scratch) {
    return Stack.of(new Site(checkout, scratch, TRAINING_PORT_OFFSET)).services().stream()
        .filter(same -> same.module().equals(service.module()))
        .findFirst()
        .orElse(service)
        .arguments();
  }

  /** An archive serves the very jar, JDK and flags it was made with. */
  private static String key(Program.Service service, Path jar) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(Files.readAllBytes(jar));
    sum.update(Runtime.version().toString().getBytes(UTF_8));
    sum.update(Jvm.flags(service.heapMegabytes()).toString().getBytes(UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  /** The newest old one stays, because a stack started before the build may still run from it. */
  private static void forgetOld(Path all) throws IOException {
    try (Stream<Path> entries = Files.list(all)) {
      List<Path> old =
          entries
              .filter(Files::isDirectory)
              .sorted(
                  Comparator.comparing((Path entry) -> entry.toFile().lastModified()).reversed())
              .skip(KEPT_BESIDE_NEW)
              .toList();
      for (Path directory : old) {
        delete(directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> below = Files.walk(directory)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
