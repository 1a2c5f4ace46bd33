package io.ambit.stack.rig;

import io.ambit.stack.LocalStack;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes the owner of a region and the leading arbiter away, again and again, under {@link
 * SteadyLoad}; the stack runs with replicas. Not thread-safe.
 */
public final class TakeOvers implements AutoCloseable {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final Duration RUNS_ON = Duration.ofSeconds(6);

  /** Longer than a session of the local stack. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(6);

  /** In every such round both owners are gone at once. */
  private static final int BOTH_AT_ONCE_EVERY = 4;

  private static final int POLL_MILLIS = 20;

  private final LocalStack stack;
  private final Consumer<String> report;
  private final List<Replicas> regions;
  private final Replicas arbiter;
  private final SteadyLoad load;
  private final List<TakeOver> done = new ArrayList<>();
  private final long beganNanos;
  private int rounds;

  /** One owner after another: how long nobody led, as seen from outside. */
  public record TakeOver(String node, String how, long millis) {}

  /** An owner that was taken away, and when. */
  private record Gone(Replicas replicas, String owner, String how, long sinceNanos) {}

  /**
   * Begins the load, and returns when it has settled.
   *
   * @param stack runs, with replicas
   * @param regions the first replica of each region whose owner is taken away, in turns
   * @param report told in a line for people what is being done
   */
  public TakeOvers(LocalStack stack, List<String> regions, Consumer<String> report)
      throws IOException, InterruptedException {
    this.stack = stack;
    this.report = report;
    this.regions = regions.stream().map(r -> new Replicas(stack, r, List.of(r, r + "-2"))).toList();
    List<String> arbiters = List.of("arbiter-1", "arbiter-2");
    this.arbiter = new Replicas(stack, "arbiter", arbiters);
    this.load = new SteadyLoad(stack, stack.edges(), arbiters);
    load.awaitSettled(SETTLES_WITHIN);
    this.beganNanos = System.nanoTime();
    load.log().judgeFrom(beganNanos);
  }

  /**
   * The owner of a region, then the leader of all, or in every fourth round both at once, is killed
   * as {@code kill -9} does. They are started again as soon as somebody else leads, and not waited
   * for: the next round is.
   */
  public void killRound() throws InterruptedException {
    Replicas region = regions.get(rounds++ % regions.size());
    if (rounds % BOTH_AT_ONCE_EVERY == 0) {
      region.awaitReady();
      arbiter.awaitReady();
      List<Gone> both = List.of(kill(region), kill(arbiter));
      awaitSuccessors(both);
      both.forEach(gone -> stack.launch(gone.owner()));
    } else {
      for (Replicas replicas : List.of(region, arbiter)) {
        replicas.awaitReady();
        Gone gone = kill(replicas);
        awaitSuccessors(List.of(gone));
        stack.launch(gone.owner());
      }
    }
  }

  /** One after the other stands still for longer than a session, goes on, and has to stand by. */
  public void zombieRound() throws InterruptedException {
    for (Replicas replicas : List.of(regions.get(rounds++ % regions.size()), arbiter)) {
      replicas.awaitReady();
      Gone gone = standStill(replicas);
      awaitSuccessors(List.of(gone));
      TimeUnit.NANOSECONDS.sleep(gone.sinceNanos() + STANDS_STILL.toNanos() - System.nanoTime());
      stack.resume(gone.owner());
      awaitStandby(gone);
    }
  }

  /** Lets the load run on for a while. */
  public void runOn() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(RUNS_ON.toNanos());
  }

  /** Ends the load and says what was kept. */
  public TakeOverFigures end() throws InterruptedException {
    long endedNanos = System.nanoTime();
    Writes writes = load.end();
    return new TakeOverFigures(List.copyOf(done), load.figures(beganNanos, endedNanos), writes);
  }

  @Override
  public void close() {
    load.close();
  }

  private Gone kill(Replicas replicas) throws InterruptedException {
    Gone gone = new Gone(replicas, replicas.owner(), "kill -9", System.nanoTime());
    stack.kill(gone.owner());
    return gone;
  }

  private Gone standStill(Replicas replicas) throws InterruptedException {
    Gone gone = new Gone(replicas, replicas.owner(), "SIGSTOP", System.nanoTime());
    stack.pause(gone.owner());
    return gone;
  }

  /** Asks for all of them in turns, so that none is seen late because of another. */
  private void awaitSuccessors(List<Gone> all) throws InterruptedException {
    List<Gone> waiting = new ArrayList<>(all);
    while (!waiting.isEmpty()) {
      waiting.removeIf(this::isSucceeded);
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean isSucceeded(Gone gone) {
    Optional<String> successor =
        gone.replicas().successor(gone.owner(), millisSince(gone.sinceNanos()));
    successor.ifPresent(name -> succeeded(gone, name, millisSince(gone.sinceNanos())));
    return successor.isPresent();
  }

  private void succeeded(Gone gone, String successor, long millis) {
    done.add(new TakeOver(gone.replicas().node(), gone.how(), millis));
    report.accept(
        "%s of %s: %s leads after %d ms".formatted(gone.how(), gone.owner(), successor, millis));
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void awaitStandby(Gone gone) throws InterruptedException {
    long deadline = System.nanoTime() + STANDS_STILL.toNanos();
    while (gone.replicas().leads(gone.owner())) {
      if (System.nanoTime() - deadline > 0) {
        throw new StackException(gone.owner() + " still says that it leads");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
