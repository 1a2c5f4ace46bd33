package io.ambit.edge.door.disk;

import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest snapshot on disk. Writing never makes the loop wait: one snapshot is being
 * written, at most one waits, and a newer one takes its place. If the disk fails, the file is
 * deleted and the edge goes on: nothing on disk is always safe, something old is not.
 */
public final class StateFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

  private final DataDirectory directory;
  private final StateCodec codec;
  private final LongSupplier clock;
  private final Consumer<EdgeInput> core;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          task -> Thread.ofPlatform().daemon().name("edge-disk").unstarted(task),
          new ThreadPoolExecutor.DiscardOldestPolicy());
  private long durableVersion = -1;
  private boolean works = true;

  /**
   * Takes the directory; throws {@link DirectoryInUseException} if another process has it.
   *
   * @param clock monotonic nanoseconds
   * @param core hears what became of writing
   */
  public StateFile(Path path, String node, LongSupplier clock, Consumer<EdgeInput> core) {
    this(path, new StateCodec(node, MachineBoot.id()), clock, core);
  }

  StateFile(Path path, StateCodec codec, LongSupplier clock, Consumer<EdgeInput> core) {
    this.directory = new DataDirectory(path);
    this.codec = codec;
    this.clock = clock;
    this.core = core;
  }

  /** What there is to go on from. */
  public Snapshot read() {
    Optional<byte[]> bytes = directory.read();
    if (bytes.isEmpty()) {
      return Snapshot.empty();
    }
    try {
      return codec.read(bytes.get(), clock.getAsLong());
    } catch (UnreadableStateException e) {
      directory.moveAside(String.valueOf(e.getMessage()));
      return Snapshot.empty();
    }
  }

  /** Writes {@code snapshot} soon, or a newer one in its place; returns at once. */
  public void write(Snapshot snapshot) {
    writer.execute(() -> replace(snapshot));
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    directory.close();
  }

  private void replace(Snapshot snapshot) {
    try {
      boolean durable = snapshot.durableVersion() != durableVersion;
      directory.write(codec.write(snapshot, clock.getAsLong()), durable);
      durableVersion = snapshot.durableVersion();
      tell(true, "");
    } catch (IOException | RuntimeException e) {
      durableVersion = -1;
      tell(false, e.toString());
      if (!directory.delete()) {
        return;
      }
    }
    core.accept(
        new EdgeInput.Persisted(
            snapshot.stamp(), snapshot.durableVersion(), snapshot.escrow().version()));
  }

  private void tell(boolean worksNow, String why) {
    if (works == worksNow) {
      return;
    }
    works = worksNow;
    core.accept(new EdgeInput.DiskChanged(works));
    if (works) {
      LOG.info("The data directory takes writes again");
    } else {
      LOG.warn("Cannot write to the data directory ({}); a restart will remember nothing", why);
    }
  }
}
