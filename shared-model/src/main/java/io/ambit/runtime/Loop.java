package io.ambit.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the one thread that steps a core: inputs from any thread in, one at a time, a tick at least
 * every {@code tickEvery}, the effects of each step out together. It holds no policy. An exception
 * from the core or an effect is our bug: the loop stops for good and says so, rather than limping
 * on.
 *
 * @param <C> the core, for read-only queries
 */
public final class Loop<I, E, C extends Core<I, E>> implements AutoCloseable {
  /**
   * The most inputs and queries that wait; more are refused, which is the callers' backpressure.
   */
  public static final int QUEUE_CAPACITY = 8_192;

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Settings<I, E> settings;

  /** These two are read and changed on the loop's thread alone. */
  private C core;

  private Consumer<List<E>> perform;

  private final BlockingQueue<Consumer<C>> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile @Nullable Throwable failure;

  /**
   * What a loop needs besides its core.
   *
   * @param clock monotonic nanoseconds
   * @param perform carries out what one step asked for, never nothing; must not block
   * @param lateness hears by how many nanoseconds each tick was late
   * @param onFailure hears of the bug that stopped the loop
   */
  public record Settings<I, E>(
      String name,
      LongSupplier clock,
      Duration tickEvery,
      Supplier<I> tick,
      Consumer<List<E>> perform,
      LongConsumer lateness,
      Consumer<Throwable> onFailure) {}

  public Loop(C core, Settings<I, E> settings) {
    this.core = core;
    this.perform = settings.perform();
    this.settings = settings;
    this.thread = new Thread(this::run, settings.name());
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Hands an input in; returns false if the queue is full or the loop has stopped. */
  public boolean offer(I input) {
    return running && queue.offer(same -> step(input));
  }

  /** Hands an input in, waiting for room: how a door holds its sender back. False if it gave up. */
  public boolean put(I input, Duration patience) throws InterruptedException {
    return running && queue.offer(same -> step(input), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * The same for an input that is meant for {@code addressee} alone: once another core has taken
   * its place, the input is dropped, which counts as taken.
   */
  public boolean put(C addressee, I input, Duration patience) throws InterruptedException {
    return running
        && queue.offer(
            current -> {
              if (current == addressee) {
                step(input);
              }
            },
            patience.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /**
   * Puts {@code fresh} in the core's place, between two inputs: how a node that takes over begins
   * with nothing but what it will read.
   *
   * @param carryOut what becomes of the effects of {@code fresh}, as in {@link Settings}
   * @return false if the queue stayed full for so long, or the loop has stopped
   */
  public boolean replace(C fresh, Consumer<List<E>> carryOut, Duration patience)
      throws InterruptedException {
    return running
        && queue.offer(
            old -> {
              core = fresh;
              perform = carryOut;
            },
            patience.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /**
   * Reads the core's state on the loop's thread. {@code question} must not change anything; what it
   * throws is its asker's affair and leaves the loop alone.
   */
  public <T> CompletableFuture<T> ask(Function<C, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!running || !queue.offer(state -> answer(question, state, answer))) {
      answer.completeExceptionally(new RejectedExecutionException(settings.name() + " is busy"));
    }
    return answer;
  }

  /** What stopped the loop; null while all is well. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Stops after the input in hand. */
  @Override
  public void close() {
    running = false;
    thread.interrupt();
  }

  private static <C, T> void answer(Function<C, T> question, C state, CompletableFuture<T> answer) {
    try {
      answer.complete(question.apply(state));
    } catch (RuntimeException refused) {
      answer.completeExceptionally(refused);
    }
  }

  private void run() {
    try {
      long nextTick = settings.clock().getAsLong();
      while (running) {
        nextTick = turn(nextTick);
      }
    } catch (InterruptedException e) {
      running = false;
    } catch (RuntimeException | Error e) {
      running = false;
      failure = e;
      LOG.error("{} stopped by a bug", settings.name(), e);
      settings.onFailure().accept(e);
    }
  }

  private long turn(long nextTick) throws InterruptedException {
    long waitNanos = nextTick - settings.clock().getAsLong();
    if (waitNanos > 0) {
      Consumer<C> next = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
      if (next != null) {
        next.accept(core);
        return nextTick;
      }
    }
    long late = Math.max(0, settings.clock().getAsLong() - nextTick);
    settings.lateness().accept(late);
    step(settings.tick().get());
    drain();
    // A late loop does not catch up on missed ticks: one tick now does the work of all.
    return Math.max(nextTick, settings.clock().getAsLong() - settings.tickEvery().toNanos())
        + settings.tickEvery().toNanos();
  }

  /** Takes what waits now, so that a clock that is always late still lets inputs in. */
  private void drain() {
    for (int waiting = queue.size(); waiting > 0; waiting--) {
      Consumer<C> next = queue.poll();
      if (next != null) {
        next.accept(core);
      }
    }
  }

  private void step(I input) {
    List<E> effects = core.step(settings.clock().getAsLong(), input);
    if (!effects.isEmpty()) {
      perform.accept(effects);
    }
  }
}
