package io.ambit.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Starts services in half the time by a class-data archive. The executable jar is unpacked once (by
 * its own {@code tools} mode), the service is run up to the end of its wiring and no further (no
 * listener, no connection), and what it loaded is archived. All of it is kept under the module's
 * {@code target/fast-start}, per content of the jar and version of the JDK; whatever goes wrong,
 * the service starts without it.
 */
final class FastStart {
  private static final long TRAINING_SECONDS = 120;

  /** A training run must meet neither the developer's stack nor a test's. */
  private static final int TRAINING_PORT_OFFSET = 30_000;

  private static final int KEPT_BESIDE_NEW = 1;

  private final Path checkout;
  private final Consumer<String> report;

  /** Looked up once per module: reading a jar for its key takes a while. */
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  FastStart(Path checkout, Consumer<String> report) {
    this.checkout = checkout;
    this.report = report;
  }

  /** What follows {@code java} and its flags to run the service: an archive if there is one. */
  List<String> runArguments(Program.Service service) {
    return known.computeIfAbsent(service.module(), module -> findOrPrepare(service));
  }

  private List<String> findOrPrepare(Program.Service service) {
    Path jar = executableJar(service.module());
    try {
      Path directory = prepare(service, jar);
      List<String> arguments = new ArrayList<>();
      if (Files.exists(archive(directory))) {
        arguments.add("-XX:SharedArchiveFile=" + archive(directory));
      }
      arguments.addAll(List.of("-jar", unpacked(directory, jar).toString()));
      return arguments;
    } catch (IOException e) {
      report.accept("%s starts slowly: %s".formatted(service.module(), e.getMessage()));
      return List.of("-jar", jar.toString());
    }
  }

  private Path executableJar(String module) {
    Path target = checkout.resolve(module).resolve("target");
    try (Stream<Path> jars = Files.list(target)) {
      return jars.filter(jar -> jar.getFileName().toString().endsWith("-exec.jar"))
          .max(Comparator.comparing(jar -> jar.toFile().lastModified()))
          .orElseThrow(() -> new StackException("%s holds no *-exec.jar".formatted(target)));
    } catch (IOException e) {
      throw new StackException("%s is not built".formatted(module), e);
    }
  }

  /** The directory of what is prepared; training may have failed, unpacking has not. */
  private Path prepare(Program.Service service, Path jar) throws IOException {
    Path all = jar.resolveSibling("fast-start");
    Path directory = all.resolve(key(service, jar));
    if (!Files.exists(unpacked(directory, jar))) {
      Files.createDirectories(all);
      forgetOld(all);
      unpack(jar, directory);
    }
    if (!Files.exists(archive(directory))) {
      train(service, jar, directory);
    }
    return directory;
  }

  private static void unpack(Path jar, Path directory) throws IOException {
    Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
    delete(partial);
    List<String> command =
        List.of(
            Jvm.java().toString(),
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            partial.toString());
    Path log = directory.resolveSibling("unpack.log");
    if (exitStatus(command, log) != 0) {
      throw new IOException("%s could not be unpacked, see %s".formatted(jar, log));
    }
    Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private void train(Program.Service service, Path jar, Path directory) throws IOException {
    report.accept("training %s for a fast start".formatted(service.module()));
    Path partial = directory.resolve("classes.partial");
    List<String> command = new ArrayList<>();
    command.add(Jvm.java().toString());
    command.addAll(Jvm.flags(service.heapMegabytes()));
    command.add("-XX:ArchiveClassesAtExit=" + partial);
    command.add("-Dspring.context.exit=onRefresh");
    command.addAll(List.of("-jar", unpacked(directory, jar).toString()));
    command.addAll(trainingArguments(service, directory));
    Path log = directory.resolve("training.log");
    if (exitStatus(command, log) == 0 && Files.exists(partial)) {
      Files.move(partial, archive(directory), StandardCopyOption.ATOMIC_MOVE);
    } else {
      report.accept("%s starts slowly: training failed, see %s".formatted(service.module(), log));
    }
  }

  /** The arguments of a real process of that module, with data and ports of nobody else. */
  private List<String> trainingArguments(Program.Service service, Path directory) {
    Site nowhere = new Site(checkout, directory.resolve("training"), TRAINING_PORT_OFFSET);
    return Stack.of(nowhere).services().stream()
        .filter(same -> same.module().equals(service.module()))
        .findFirst()
        .orElse(service)
        .arguments();
  }

  private static int exitStatus(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return -1;
  }

  private static Path archive(Path directory) {
    return directory.resolve("classes.jsa");
  }

  private static Path unpacked(Path directory, Path jar) {
    return directory.resolve(jar.getFileName().toString());
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
              .sorted(Comparator.comparing((Path d) -> d.toFile().lastModified()).reversed())
              .skip(KEPT_BESIDE_NEW)
              .toList();
      for (Path directory : old) {
        delete(directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
