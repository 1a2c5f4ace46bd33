package io.ambit.stack.drill;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as users of an edge have it: asks the edge, forwards to whom it names, tells what became
 * of it, and asks once more if that failed. May be used from any thread.
 */
final class DrillClient implements AutoCloseable {
  /** What a backend is given to answer. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private final String tenant;
  private final Consumer<Served> told;
  private final EdgeCalls calls;

  /**
   * One request of a user.
   *
   * @param beganNanos when it was first asked for
   * @param firstRegion where it was sent first; null if it was shed or nobody decided
   * @param region where it was sent last; null likewise
   * @param attempts how often it was asked for
   * @param redirectNanos from its first failure to the answer that sent it elsewhere; 0 if there
   *     was none
   * @param success whether it was served in the end
   */
  record Served(
      long beganNanos,
      @Nullable String firstRegion,
      @Nullable String region,
      int attempts,
      long redirectNanos,
      boolean success) {}

  DrillClient(String tenant, String pool, Consumer<Served> told) {
    this.tenant = tenant;
    this.calls = new EdgeCalls(pool);
    this.told = told;
  }

  /** Begins one request at {@code edge}; returns at once. */
  void begin(URI edge, String id) {
    calls.begin(() -> request(edge, id));
  }

  private void request(URI edge, String id) {
    long began = System.nanoTime();
    try {
      EdgeCalls.Decided first = decide(edge, id, 1);
      if (first == null) {
        told.accept(new Served(began, null, null, 1, 0, false));
        return;
      }
      if (forward(edge, first)) {
        told.accept(new Served(began, first.region(), first.region(), 1, 0, true));
        return;
      }
      long failed = System.nanoTime();
      EdgeCalls.Decided second = decide(edge, id, 2);
      long redirected = System.nanoTime() - failed;
      boolean moved = second != null && !Objects.equals(second.region(), first.region());
      boolean success = second != null && forward(edge, second);
      told.accept(
          new Served(
              began,
              first.region(),
              second == null ? null : second.region(),
              2,
              moved ? redirected : 0,
              success));
    } catch (IOException lost) {
      told.accept(new Served(began, null, null, 1, 0, false));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if it was shed. */
  private EdgeCalls.@Nullable Decided decide(URI edge, String id, int attempt)
      throws IOException, InterruptedException {
    EdgeCalls.Decided decided =
        calls.decide(
            edge,
            """
            "tenant":"%s","requestId":"%s","attempt":%d"""
                .formatted(tenant, id, attempt));
    return decided.region() == null ? null : decided;
  }

  /** Sends it on, and tells the edge what became of it. Another region is taken to serve it. */
  private boolean forward(URI edge, EdgeCalls.Decided to) throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean success = to.url() == null || calls.answers(URI.create(to.url()), PATIENCE);
    calls.tell(edge, to, System.nanoTime() - start, success);
    return success;
  }

  /** Announces a backend at an edge. */
  void announce(URI edge, DrillBackend backend) {
    calls.announce(edge, backend.id(), backend.url());
  }

  /** Reads {@code path} of an edge. */
  String get(URI edge, String path) throws IOException, InterruptedException {
    return calls.get(edge, path);
  }

  @Override
  public void close() {
    calls.close();
  }
}
