package io.ambit.edge.door.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory, held by one process at a time, and the one file in it. Not thread-safe. */
final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  private final Path directory;
  private final Path file;
  private @Nullable FileChannel lock;
  private String fault = "";

  /** Takes the directory; throws {@link DirectoryInUseException} if another process has it. */
  DataDirectory(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("edge.state");
    try {
      this.lock = lock(directory);
    } catch (IOException e) {
      fault = e.toString();
    }
  }

  /** What the file says; empty if there is none. One that cannot be read is moved aside. */
  Optional<byte[]> read() {
    if (lock == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("Cannot read {} ({}); starting without it", file, e.toString());
      return Optional.empty();
    }
  }

  /** Moves the file out of the way, so that a person can look at it. */
  void moveAside(String why) {
    Path aside = directory.resolve("edge.state.unreadable");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("Cannot use {} ({}); kept as {}, starting without it", file, why, aside);
    } catch (IOException e) {
      LOG.warn("Cannot use {} ({}), nor move it aside ({})", file, why, e.toString());
    }
  }

  /**
   * Replaces the file: readers see all of the old one or all of the new one.
   *
   * @param durable whether it must survive a crash of the machine, not only of this process
   */
  void write(byte[] bytes, boolean durable) throws IOException {
    if (lock == null) {
      throw new IOException(directory + " cannot be used: " + fault);
    }
    Path next = directory.resolve("edge.state.next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (durable) {
        channel.force(true);
      }
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (durable) {
      force(directory);
    }
  }

  /** Removes the file; returns whether it is certainly gone. */
  boolean delete() {
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      return Files.notExists(file);
    }
  }

  @Override
  public void close() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.debug("Closing the lock failed", e);
      }
    }
  }

  /** A rename is durable once its directory is; not every system lets one open a directory. */
  private static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("Cannot force {}", directory, e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("edge.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException same) {
      // Held inside this very process.
    }
    channel.close();
    throw new DirectoryInUseException(directory);
  }
}
