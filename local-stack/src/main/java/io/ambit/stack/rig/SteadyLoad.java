package io.ambit.stack.rig;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import io.ambit.stack.load.LoadGenerator;
import io.ambit.stack.load.Shares;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a stack is under while it is broken: demand of half as much again as a tenant's budget,
 * spread evenly over the edges, and an operator who never stops writing. Both say afterwards what
 * they saw. Not thread-safe.
 */
final class SteadyLoad implements AutoCloseable {
  private static final String TENANT = "rig";
  private static final int RATE = 400;
  private static final int BURST = 100;
  private static final int OFFERED = 600;

  /** The fewest admissions over {@link #SETTLED} that count as having settled. */
  private static final long ENOUGH = RATE * 2 * 95 / 100;

  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 50;

  /** The contract is checked on windows of these lengths. */
  private static final List<Duration> WINDOWS =
      Stream.of(100, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toList();

  private static final Duration WORST = Duration.ofSeconds(10);

  private final SequencedMap<String, URI> edges;
  private final AdmitLog log = new AdmitLog(System.nanoTime());
  private final WriteChain chain;
  private final LoadGenerator load;

  /** Begins it. The edges of these addresses share the demand. */
  SteadyLoad(LocalStack stack, SequencedMap<String, URI> edges, List<String> arbiters)
      throws IOException, InterruptedException {
    this.edges = edges;
    List<OperatorApi> operators =
        arbiters.stream()
            .map(name -> new OperatorApi(stack.url(name), stack.operatorToken()))
            .toList();
    create(operators.getFirst());
    this.chain = new WriteChain(operators, "rig-chain");
    Thread.ofPlatform().daemon().name("write-chain").start(chain);
    this.load = new LoadGenerator(edges, log);
    load.offer(
        TENANT, OFFERED, Shares.of(Collections.nCopies(edges.size(), 1).toArray(Integer[]::new)));
  }

  AdmitLog log() {
    return log;
  }

  /**
   * Waits until almost all of the budget has been admitted for two seconds, every edge admitting.
   *
   * @return how long that took, without those two seconds
   * @throws StackException if it takes longer
   */
  Duration awaitSettled(Duration within) throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long from = Math.max(startNanos, now - SETTLED.toNanos());
      if (now - startNanos >= SETTLED.toNanos() && isSettled(from, now)) {
        return Duration.ofNanos(now - startNanos).minus(SETTLED);
      }
      if (now - startNanos > within.plus(SETTLED).toNanos()) {
        throw new StackException(
            "not settled after %d s: %d of %d admitted in the last %d s"
                .formatted(
                    within.toSeconds(),
                    log.admitted(from, now),
                    RATE * SETTLED.toSeconds(),
                    SETTLED.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** What became of it in this span; windows and counts are of the whole run. */
  LoadFigures figures(long fromNanos, long toNanos) {
    return new LoadFigures(
        WINDOWS.stream().map(this::window).toList(),
        log.offered(),
        log.admitted(),
        log.unanswered(),
        log.admitted(fromNanos, toNanos) / (RATE * (toNanos - fromNanos) / 1e9),
        log.leastWithin(WORST, fromNanos, toNanos) / (double) (RATE * WORST.toSeconds()),
        TimeUnit.NANOSECONDS.toSeconds(toNanos - fromNanos),
        log.latenessMillis(99),
        log.latenessMillis(100));
  }

  private Window window(Duration length) {
    long bound = RATE * length.toMillis() / 1_000 + BURST;
    return new Window(length, bound, log.mostWithin(length));
  }

  /** Ends it; what the operator saw. */
  Writes end() throws InterruptedException {
    close();
    return chain.tally();
  }

  @Override
  public void close() {
    load.close();
    chain.close();
  }

  private boolean isSettled(long fromNanos, long toNanos) {
    // With even demand, half of an even share is what an edge has that is short of its lease.
    long least = ENOUGH / edges.size() / 2;
    return log.admitted(fromNanos, toNanos) >= ENOUGH
        && edges.keySet().stream()
            .allMatch(edge -> log.admitted(edge, fromNanos, toNanos) >= least);
  }

  /** Once the arbiter takes it: one that has just begun to lead may have to read its log first. */
  private static void create(OperatorApi operator) throws IOException, InterruptedException {
    String path = "/api/v1/tenants/%s/budget".formatted(TENANT);
    String body =
        """
        {"spec":{"limits":[{"name":"requests","quota":%d,"burst":%d}]},"reason":"fault rig"}"""
            .formatted(RATE, BURST);
    long deadline = System.nanoTime() + TAKEN_WITHIN.toNanos();
    HttpResponse<String> answer = operator.put(path, body);
    while (answer.statusCode() == 503 && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      answer = operator.put(path, body);
    }
    if (answer.statusCode() != 201 && answer.statusCode() != 428) {
      throw new StackException("the budget was not taken: " + answer.body());
    }
  }
}
