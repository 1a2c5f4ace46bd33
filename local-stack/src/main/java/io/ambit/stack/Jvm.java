package io.ambit.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java that runs the stack, and how: nine processes share a small machine, so the client
 * compiler and the serial collector, which cost the least to start.
 */
final class Jvm {
  private static final int FIRST_TO_WARN_OF_UNSAFE = 23;
  private static final int FIRST_TO_WARN_OF_NATIVE_CODE = 24;

  private Jvm() {}

  /** The same JDK that runs this. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  static List<String> flags(int heapMegabytes) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                // What an archive leaves out is no news; without one the start is slow.
                "-Xlog:cds*=off"));
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
      // Netty and Protobuf still use it, and the JDK says so on every start.
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_NATIVE_CODE) {
      // The gRPC doors' Netty loads its own, and the JDK says so on every start.
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    return List.copyOf(flags);
  }
}
