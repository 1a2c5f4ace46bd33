package io.ambit.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a process runs. */
public sealed interface Program {
  /** What the program is told, after the program itself. */
  List<String> arguments();

  /**
   * A service, from the executable jar that would be deployed.
   *
   * @param module the module whose build makes that jar
   * @param heapMegabytes bound of its heap
   */
  record Service(String module, int heapMegabytes, List<String> arguments) implements Program {
    public Service {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A main class in a JVM of its own.
   *
   * @param archive where the JVM keeps a class-data archive, which it makes at its first orderly
   *     end, and anew when the class path has changed
   */
  record JavaClass(
      String classPath,
      String mainClass,
      int heapMegabytes,
      Optional<Path> archive,
      List<String> arguments)
      implements Program {
    public JavaClass {
      arguments = List.copyOf(arguments);
    }
  }

  /** The Redis server binary. */
  record RedisServer(List<String> arguments) implements Program {
    public RedisServer {
      arguments = List.copyOf(arguments);
    }
  }
}
