package io.ambit.edge.door.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names the machine's current boot. Linux counts monotonic time from it, for every process alike,
 * so that an instant written down by one process means the same to the next until the machine
 * starts anew.
 */
final class MachineBoot {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private MachineBoot() {}

  /** Empty where the system does not tell: then no instant outlives its process. */
  static String id() {
    try {
      return Files.isReadable(LINUX) ? Files.readString(LINUX).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
