package io.ambit.simulator.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a seed is the same run everywhere: the trace hashes of several seeds in JVMs that differ
 * in how they compile, collect garbage and make identity hash codes. Order by identity looks stable
 * and is not: it shows under another way to make hash codes. A run that is not the same everywhere
 * can be neither replayed nor shrunk.
 */
public final class Determinism {
  /** All there are but 4, the address of the object, which moves. */
  private static final List<Integer> HASH_CODE_MODES = List.of(0, 1, 2, 3, 5);

  private static final List<List<String>> JVMS =
      List.of(
          List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
          List.of("-XX:+UseParallelGC", "-XX:-TieredCompilation"));

  private static final int EDGES = 4;

  private Determinism() {}

  /** Prints the trace hash of each seed it is given. */
  public static void main(String[] seeds) {
    System.out.println(hashes(List.of(seeds).stream().map(Long::valueOf).toList()));
  }

  /** The trace hashes of these seeds in this JVM. */
  public static String hashes(List<Long> seeds) {
    return seeds.stream()
        .map(seed -> Long.toHexString(Chaos.run(seed, EDGES).traceHash()))
        .collect(Collectors.joining(" "));
  }

  /**
   * The trace hashes by the JVM that told them, one JVM after the other.
   *
   * @param jvms how many kinds of JVM, of the two there are; each under every way to make hash
   *     codes
   * @throws IOException if a JVM cannot be started, or fails
   */
  public static SortedMap<String, String> everywhere(List<Long> seeds, int jvms)
      throws IOException, InterruptedException {
    SortedMap<String, String> told = new TreeMap<>();
    for (List<String> jvm : JVMS.subList(0, jvms)) {
      for (int mode : HASH_CODE_MODES) {
        told.put("-XX:hashCode=" + mode + " " + String.join(" ", jvm), fork(jvm, mode, seeds));
      }
    }
    return told;
  }

  private static String fork(List<String> jvm, int mode, List<Long> seeds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=" + mode, "-Xmx256m"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Determinism.class.getName());
    seeds.forEach(seed -> command.add(Long.toString(seed)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s failed:%n%s".formatted(String.join(" ", command), said));
    }
    return said.strip();
  }
}
