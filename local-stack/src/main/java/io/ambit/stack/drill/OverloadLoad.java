package io.ambit.stack.drill;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Users of one edge who do not wait for each other: requests of four priorities come at random,
 * whatever became of those before, and are not made again. Each asks the edge, calls the backend it
 * is sent to, which has {@link #PATIENCE}, and tells the edge at once. One thread offers; any may
 * be told.
 */
final class OverloadLoad {
  /** Who is not served within this is lost as a user. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A bound on what is under way at once: what is more is not sent, and counts as undecided. */
  static final int MOST_UNDER_WAY = 2_000;

  private static final double NANOS = 1e9;

  private final EdgeCalls calls;
  private final URI edge;
  private final String tenant;
  private final boolean telling;
  private final Consumer<Request> told;
  private final Random dice;
  private final AtomicLong ids = new AtomicLong();
  private final Semaphore room = new Semaphore(MOST_UNDER_WAY);
  private long latestNanos;

  /** What became of one request. */
  enum Fate {
    /** Answered in time. */
    SERVED,
    /** Sent, and failed or answered too late. */
    FAILED,
    /** Refused for overload. */
    SHED,
    /** Refused for another reason, sent to another region, or not decided at all. */
    OTHERWISE
  }

  /**
   * One request of a user.
   *
   * @param askedNanos when the edge was asked
   * @param decidedNanos when its decision was here
   * @param endedNanos when all was over
   * @param reason the edge's; empty if it did not decide
   * @param backend where it was sent; null if nowhere
   */
  record Request(
      Priority priority,
      long askedNanos,
      long decidedNanos,
      long endedNanos,
      String reason,
      @Nullable String backend,
      Fate fate) {}

  /**
   * Users of {@code edge}.
   *
   * @param telling whether the edge is told what became of requests
   * @param told of every request, once it is over
   */
  OverloadLoad(
      EdgeCalls calls,
      URI edge,
      String tenant,
      boolean telling,
      long seed,
      Consumer<Request> told) {
    this.calls = calls;
    this.edge = edge;
    this.tenant = tenant;
    this.telling = telling;
    this.dice = new Random(seed);
    this.told = told;
  }

  /** Offers so many requests a second of each priority for so long. */
  void offer(SortedMap<Priority, Integer> perSecond, Duration length) throws InterruptedException {
    int all = perSecond.values().stream().mapToInt(Integer::intValue).sum();
    long start = System.nanoTime();
    double due = gap(all);
    while (due < length.toNanos()) {
      awaitTime(start + (long) due);
      latestNanos = Math.max(latestNanos, System.nanoTime() - start - (long) due);
      begin(draw(perSecond, all));
      due += gap(all);
    }
    awaitTime(start + length.toNanos());
  }

  /** Of a Poisson process. */
  private double gap(int perSecond) {
    return -Math.log(1 - dice.nextDouble()) * NANOS / perSecond;
  }

  private Priority draw(SortedMap<Priority, Integer> perSecond, int all) {
    int at = dice.nextInt(all);
    for (Map.Entry<Priority, Integer> each : perSecond.entrySet()) {
      at -= each.getValue();
      if (at < 0) {
        return each.getKey();
      }
    }
    return perSecond.lastKey();
  }

  private static void awaitTime(long due) throws InterruptedException {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void begin(Priority priority) {
    long asked = System.nanoTime();
    if (!room.tryAcquire()) {
      told.accept(undecided(priority, asked, asked));
      return;
    }
    calls.begin(() -> request(priority, asked));
  }

  private void request(Priority priority, long asked) {
    try {
      EdgeCalls.Decided decided =
          calls.decide(
              edge,
              """
              "tenant":"%s","priority":"%s","requestId":"%s-%d\""""
                  .formatted(tenant, priority.word(), tenant, ids.incrementAndGet()));
      long answered = System.nanoTime();
      Fate fate = forward(decided);
      told.accept(
          new Request(
              priority,
              asked,
              answered,
              System.nanoTime(),
              decided.reason(),
              decided.backend(),
              fate));
      if (telling && decided.backend() != null) {
        calls.tell(edge, decided, System.nanoTime() - answered, fate == Fate.SERVED);
      }
    } catch (IOException lost) {
      told.accept(undecided(priority, asked, System.nanoTime()));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  private static Request undecided(Priority priority, long asked, long ended) {
    return new Request(priority, asked, ended, ended, "", null, Fate.OTHERWISE);
  }

  private Fate forward(EdgeCalls.Decided decided) throws InterruptedException {
    if (decided.url() == null) {
      return decided.reason().equals("overload") ? Fate.SHED : Fate.OTHERWISE;
    }
    return calls.answers(URI.create(decided.url()), PATIENCE) ? Fate.SERVED : Fate.FAILED;
  }

  /**
   * By how much a request came later than it should have: more than a moment, and no figure counts.
   */
  long latestNanos() {
    return latestNanos;
  }

  /** Returns when nothing is under way any more. */
  void awaitEnd() throws InterruptedException {
    room.acquire(MOST_UNDER_WAY);
    room.release(MOST_UNDER_WAY);
  }
}
