package io.ambit.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * The Java that runs the stack, and how: nine processes share a small machine, so the client
 * compiler and the serial collector, which cost the least to start.
 */
final class Jvm {
  private Jvm() {}

  /** The same JDK that runs this. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  static List<String> flags(int heapMegabytes) {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xlog:cds*=off"); // What an archive leaves out is no news; without one the start is slow.
  }
}
