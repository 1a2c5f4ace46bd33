package io.ambit.stack.drill;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One writer of a tenant at every edge; each knows one edge of every other region besides. They
 * write from {@link #begin} on, one write after the other, until they are closed. Thread-safe.
 */
final class HomeWriters implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HomeWriter> writers = new ArrayList<>();
  private volatile boolean ended;

  /**
   * Writers that do not write yet.
   *
   * @param edges their addresses, by name
   * @param store takes what was admitted
   * @param written told of every write, from many threads
   */
  HomeWriters(
      SequencedMap<String, URI> edges,
      String tenant,
      FencedStore store,
      Consumer<HomeWriter.Write> written) {
    edges.forEach(
        (name, address) -> {
          SortedMap<String, URI> known = new TreeMap<>();
          edges.forEach((other, at) -> known.putIfAbsent(region(other), at));
          known.put(region(name), address);
          writers.add(new HomeWriter(http, known, tenant, region(name), store, written));
        });
  }

  /**
   * They write.
   *
   * @param pauseMillis between a write and the next of the same writer
   */
  void begin(int pauseMillis) {
    writers.forEach(writer -> threads.execute(() -> keepWriting(writer, pauseMillis)));
  }

  private void keepWriting(HomeWriter writer, int pauseMillis) {
    try {
      while (!ended) {
        writer.write();
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String region(String edge) {
    return edge.split("-", -1)[1];
  }

  /** Writes under way are waited for, for so long as a writer may wait. */
  @Override
  public void close() {
    ended = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(HomeWriter.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
