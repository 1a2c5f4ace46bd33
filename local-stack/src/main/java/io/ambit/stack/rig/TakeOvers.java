package io.ambit.stack.rig;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import io.ambit.stack.load.LoadGenerator;
import io.ambit.stack.load.Shares;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes the owner of a node away, again and again, under steady demand above the budget and an
 * operator who never stops writing; the stack runs with replicas. Not thread-safe.
 */
public final class TakeOvers implements AutoCloseable {
  private static final String TENANT = "rig";
  private static final int RATE = 400;
  private static final int BURST = 100;
  private static final int OFFERED = 600;
  private static final Duration SETTLES = Duration.ofSeconds(6);

  /** Longer than a session of the local stack. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(6);

  private final LocalStack stack;
  private final Consumer<String> report;
  private final AdmitLog log = new AdmitLog();
  private final WriteChain chain;
  private final LoadGenerator load;
  private final Replicas region;
  private final Replicas arbiter;
  private final List<TakeOver> done = new ArrayList<>();
  private final long beganNanos;

  /** One owner after another: how long nobody led, as seen from outside. */
  public record TakeOver(String node, String how, long millis) {}

  /** A window, the most it may hold, and the most it certainly held. */
  public record Window(long seconds, long bound, long most) {}

  /**
   * What was promised, as it was kept.
   *
   * @param failures requests to edges that got no decision
   * @param utilisation admitted by the end, of what the budget allowed from the start on
   */
  public record Figures(
      List<TakeOver> takeOvers,
      List<Window> windows,
      long offered,
      long failures,
      double utilisation,
      long writes,
      long writesRefused,
      long writesLost,
      long longestGapMillis) {

    /** The most admitted beyond a bound; 0 or less keeps the contract. */
    public long excess() {
      return windows.stream().mapToLong(w -> w.most() - w.bound()).max().orElse(0);
    }

    /** Milliseconds of the take-over that took the longest. */
    public long slowestMillis() {
      return takeOvers.stream().mapToLong(TakeOver::millis).max().orElse(0);
    }

    /** The median of all take-overs of a node, in milliseconds. */
    public long medianMillis(String node) {
      List<Long> sorted =
          takeOvers.stream()
              .filter(t -> t.node().equals(node))
              .map(TakeOver::millis)
              .sorted()
              .toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
  }

  /**
   * Begins the load, and returns when it has settled.
   *
   * @param stack runs, with replicas
   * @param report told in a line for people what is being done
   */
  public TakeOvers(LocalStack stack, Consumer<String> report)
      throws IOException, InterruptedException {
    this.stack = stack;
    this.report = report;
    this.region = new Replicas(stack, "region-eu", List.of("region-eu", "region-eu-2"));
    this.arbiter = new Replicas(stack, "arbiter", List.of("arbiter-1", "arbiter-2"));
    OperatorApi operator = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
    create(operator);
    this.chain =
        new WriteChain(List.of(operator, operator.at(stack.url("arbiter-2"))), "rig-chain");
    Thread.ofPlatform().daemon().name("write-chain").start(chain);
    this.load = new LoadGenerator(stack.edges(), log);
    load.offer(
        TENANT,
        OFFERED,
        Shares.of(Collections.nCopies(stack.edges().size(), 1).toArray(Integer[]::new)));
    TimeUnit.NANOSECONDS.sleep(SETTLES.toNanos());
    this.beganNanos = System.nanoTime();
  }

  /**
   * The owner of a region, then the leader of all, is killed as {@code kill -9} does, and started
   * again without being waited for: the next round is.
   */
  public void killRound() throws InterruptedException {
    kill(region);
    kill(arbiter);
  }

  /** The same, but they stand still for longer than a session, go on, and have to stand by. */
  public void zombieRound() throws InterruptedException {
    standStill(region);
    standStill(arbiter);
  }

  /** Lets the load run on for a while. */
  public void settle() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(SETTLES.toNanos());
  }

  /** Ends the load and says what was kept. */
  public Figures end() throws InterruptedException {
    long endedNanos = System.nanoTime();
    load.close();
    chain.close();
    WriteChain.Tally tally = chain.tally();
    double allowed = RATE * (endedNanos - beganNanos) / 1e9;
    return new Figures(
        List.copyOf(done),
        List.of(1L, 2L, 5L, 10L, 30L, 60L).stream().map(this::window).toList(),
        log.offered(),
        log.failures(),
        log.admitted(beganNanos, endedNanos) / allowed,
        tally.writes(),
        tally.refused(),
        tally.lost(),
        tally.longestGapMillis());
  }

  @Override
  public void close() {
    load.close();
    chain.close();
  }

  private Window window(long seconds) {
    return new Window(seconds, RATE * seconds + BURST, log.mostWithin(Duration.ofSeconds(seconds)));
  }

  private void kill(Replicas replicas) throws InterruptedException {
    replicas.awaitReady();
    String owner = replicas.owner();
    long startNanos = System.nanoTime();
    stack.kill(owner);
    succeeded(replicas, owner, "kill -9", startNanos);
    stack.launch(owner);
  }

  private void standStill(Replicas replicas) throws InterruptedException {
    replicas.awaitReady();
    String owner = replicas.owner();
    long startNanos = System.nanoTime();
    stack.pause(owner);
    succeeded(replicas, owner, "SIGSTOP", startNanos);
    TimeUnit.NANOSECONDS.sleep(startNanos + STANDS_STILL.toNanos() - System.nanoTime());
    stack.resume(owner);
    awaitStandby(replicas, owner);
  }

  private void succeeded(Replicas replicas, String old, String how, long startNanos)
      throws InterruptedException {
    String successor = replicas.awaitOwner(old);
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    done.add(new TakeOver(replicas.node(), how, millis));
    report.accept("%s of %s: %s leads after %d ms".formatted(how, old, successor, millis));
  }

  private void awaitStandby(Replicas replicas, String woken) throws InterruptedException {
    long deadline = System.nanoTime() + STANDS_STILL.toNanos();
    while (replicas.leads(woken)) {
      if (System.nanoTime() - deadline > 0) {
        throw new StackException(woken + " still says that it leads");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void create(OperatorApi operator) throws IOException, InterruptedException {
    String body =
        """
        {"spec":{"limits":[{"name":"requests","quota":%d,"burst":%d}]},"reason":"fault rig"}"""
            .formatted(RATE, BURST);
    HttpResponse<String> answer = operator.put("/api/v1/tenants/%s/budget".formatted(TENANT), body);
    if (answer.statusCode() != 201 && answer.statusCode() != 428) {
      throw new StackException("the budget was not taken: " + answer.body());
    }
  }
}
