package io.ambit.stack.system;

import io.ambit.stack.load.Demand;
import io.ambit.stack.load.LoadGenerator;
import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Shares;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Load on the edges, with everything that became of it. */
final class Traffic implements AutoCloseable {
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final LoadGenerator generator;

  Traffic(SequencedMap<String, URI> edges) {
    this.generator = new LoadGenerator(edges, outcomes::add);
  }

  Demand offer(String tenant, int ratePerSecond, Shares shares) {
    return generator.offer(tenant, ratePerSecond, shares);
  }

  /** Everything that was answered, or failed, in this span. */
  Seen between(long fromNanos, long toNanos) {
    return new Seen(
        outcomes.stream()
            .filter(o -> o.answeredNanos() - fromNanos >= 0 && o.answeredNanos() - toNanos < 0)
            .toList());
  }

  /** What was answered in the span that ends now. */
  Seen last(Duration span) {
    long now = System.nanoTime();
    return between(now - span.toNanos(), now);
  }

  /**
   * Lets the load run on; what is waited for is time itself. Returns that time, or now if later.
   */
  static long passUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    return Math.max(nanos, System.nanoTime());
  }

  @Override
  public void close() {
    generator.close();
  }
}
