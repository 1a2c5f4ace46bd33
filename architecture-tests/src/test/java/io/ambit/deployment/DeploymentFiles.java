package io.ambit.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that say how Ambit is run, as text, by their path in the project. Immutable; a changed
 * copy is how a test shows that a check bites.
 */
record DeploymentFiles(SortedMap<String, String> texts) {
  private static final List<String> PLACES =
      List.of(
          "pom.xml",
          "Dockerfile",
          "docker-compose.yml",
          "k8s",
          "observability",
          "docs/operations.md");

  DeploymentFiles {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  static DeploymentFiles ofProject() {
    Path root = root();
    SortedMap<String, String> texts = new TreeMap<>();
    for (String place : PLACES) {
      try (Stream<Path> files = Files.walk(root.resolve(place))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          texts.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new DeploymentFiles(texts);
  }

  /**
   * The tests run in the module's folder or in the project's, as the tool that starts them likes.
   */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path at = here; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("docker-compose.yml"))) {
        return at;
      }
    }
    throw new IllegalStateException("no docker-compose.yml in or above " + here);
  }

  boolean has(String path) {
    return texts.containsKey(path);
  }

  String text(String path) {
    String text = texts.get(path);
    if (text == null) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    return text;
  }

  /** Paths below {@code folder} that end in {@code suffix}, sorted. */
  List<String> under(String folder, String suffix) {
    return texts.keySet().stream()
        .filter(path -> path.startsWith(folder + "/") && path.endsWith(suffix))
        .toList();
  }

  /** A copy with the first {@code from} in {@code path} replaced; it must be there. */
  DeploymentFiles replacing(String path, String from, String to) {
    String text = text(path);
    int at = text.indexOf(from);
    if (at < 0) {
      throw new IllegalArgumentException(path + " no longer says: " + from);
    }
    return with(path, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  DeploymentFiles with(String path, String text) {
    SortedMap<String, String> changed = new TreeMap<>(texts);
    changed.put(path, text);
    return new DeploymentFiles(changed);
  }

  /** The version the project builds, and therefore the tag its images carry. */
  String projectVersion() {
    String pom = text("pom.xml");
    int from =
        pom.indexOf("<version>", pom.indexOf("<artifactId>ambit</artifactId>"))
            + "<version>".length();
    return pom.substring(from, pom.indexOf('<', from));
  }
}
