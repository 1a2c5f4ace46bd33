package io.ambit.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that remembers which process we started. It holds the pid alone, so that {@code kill
 * $(cat file)} works. A pid is used again by others once its process is gone, so a live process
 * counts as ours only while its command line names the directory that no other process is given. A
 * process that ended and was not yet reaped has no command line, and so counts as gone too.
 */
final class PidFile {
  private final Path file;
  private final String mark;

  /**
   * @param directory the process's own directory, named in its command line
   */
  PidFile(Path file, Path directory) {
    this.file = file;
    this.mark = directory.toString();
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** The process we started, if it still runs. */
  Optional<ProcessHandle> process() {
    return recordedPid().flatMap(ProcessHandle::of).filter(this::isOurs);
  }

  void write(long pid) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, pid + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains(mark)).isPresent();
  }

  private Optional<Long> recordedPid() {
    try {
      return Optional.of(Long.valueOf(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
