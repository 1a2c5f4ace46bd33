package io.ambit.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Questions of callers that wait, put to a core that answers by an effect, each under a number of
 * its own. No more than a bound wait at once, none of them longer than its patience. Thread-safe.
 */
public final class Questions<A> {
  private final int most;
  private final Duration patience;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentMap<Long, CompletableFuture<A>> waiting = new ConcurrentHashMap<>();

  /**
   * @param most how many may wait
   * @param patience for how long
   */
  public Questions(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /**
   * Asks, and waits.
   *
   * @param put hands the question of the given number in, without waiting; false if it is not taken
   * @return empty if too many wait, if it was not taken, or if nobody answered in time
   */
  public Optional<A> ask(LongPredicate put) throws InterruptedException {
    if (waiting.size() >= most) {
      return Optional.empty();
    }
    long id = ids.incrementAndGet();
    CompletableFuture<A> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      return put.test(id)
          ? Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS))
          : Optional.empty();
    } catch (ExecutionException | TimeoutException silent) {
      return Optional.empty();
    } finally {
      waiting.remove(id);
    }
  }

  /** Answers whoever waits for it, if anybody does. Called on any thread; returns at once. */
  public void answer(long id, A answer) {
    CompletableFuture<A> question = waiting.remove(id);
    if (question != null) {
      question.complete(answer);
    }
  }
}
