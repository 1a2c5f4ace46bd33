package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.load.Demand;
import io.ambit.stack.load.LoadGenerator;
import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Score;
import io.ambit.stack.load.Scoreboard;
import io.ambit.stack.load.Shares;
import io.ambit.stack.load.Tally;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Two tenants that want more than their budgets: a big one whose demand moves from one end of the
 * world to the other and back, and a small one spread evenly.
 */
final class DemoTraffic implements AutoCloseable {
  private static final List<Shares> PHASES =
      List.of(Shares.of(70, 20, 10, 0), Shares.of(0, 10, 20, 70));
  private static final long PHASE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /**
   * Processes that have just started are slow: a little of the demand first, and half as much again
   * at each look as long as they keep up, as any rollout does.
   */
  private static final int FIRST_PART = 64;

  private static final double KEEPS_UP_MILLIS = 250;

  private static final int TINY_RATE_PER_SECOND = 40;

  private final long startNanos = System.nanoTime();
  private final CountDownLatch firstAdmitted = new CountDownLatch(1);
  private final Scoreboard acme;
  private final Scoreboard tiny;
  private final LoadGenerator generator;
  private final int ratePerSecond;
  private Demand moving;
  private int offeredPerSecond;
  private long warmNanos;
  private Score total;

  DemoTraffic(LocalStack stack, int ratePerSecond) {
    SequencedMap<String, URI> edges = stack.edges();
    acme = new Scoreboard(edges.sequencedKeySet());
    tiny = new Scoreboard(edges.sequencedKeySet());
    generator = new LoadGenerator(edges, this::count);
    this.ratePerSecond = ratePerSecond;
    offeredPerSecond = Math.max(1, ratePerSecond / FIRST_PART);
    moving = generator.offer(Tenant.ACME.name(), offeredPerSecond, Shares.of(1, 1, 1, 1));
    generator.offer(Tenant.TINY.name(), TINY_RATE_PER_SECOND, Shares.of(1, 1, 1, 1));
    total = acme.read();
  }

  /** Moves the demand if it is time, and tells in a line what happened since the last call. */
  synchronized String line() {
    long sinceStart = System.nanoTime() - startNanos;
    Score big = acme.read();
    Score small = tiny.read();
    Score both = big.plus(small);
    total = total.plus(both);
    boolean warmingUp = offeredPerSecond < ratePerSecond;
    if (warmingUp) {
      warmUp(both);
    } else {
      long phase = (System.nanoTime() - warmNanos) / PHASE_NANOS;
      moving.shift(PHASES.get((int) (phase % PHASES.size())));
    }
    return "%5ds  %s (%s)  %s  %s%s"
        .formatted(
            TimeUnit.NANOSECONDS.toSeconds(sinceStart),
            rates(Tenant.ACME, big),
            perEdge(big),
            rates(Tenant.TINY, small),
            quality(both),
            warmingUp ? "  warming up" : "");
  }

  private void warmUp(Score seen) {
    Tally tally = seen.total();
    boolean keepsUp =
        tally.failed() + tally.notSent() == 0
            && seen.latencyMicros().getValueAtPercentile(99) <= 1_000 * KEEPS_UP_MILLIS;
    int next = keepsUp ? offeredPerSecond * 3 / 2 : offeredPerSecond / 2;
    offeredPerSecond = Math.clamp(next, Math.max(1, ratePerSecond / FIRST_PART), ratePerSecond);
    warmNanos = System.nanoTime();
    moving.close();
    moving = generator.offer(Tenant.ACME.name(), offeredPerSecond, Shares.of(1, 1, 1, 1));
  }

  /** Whether anything was admitted within the bound. */
  boolean awaitFirstAdmitted(Duration bound) throws InterruptedException {
    return firstAdmitted.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Everything since the start. */
  synchronized String summary() {
    total = total.plus(acme.read()).plus(tiny.read());
    Tally sum = total.total();
    return "in all: offered %d, admitted %d, shed %d, failed %d, not sent %d; latency %s"
        .formatted(
            sum.offered(), sum.admitted(), sum.shed(), sum.failed(), sum.notSent(), latency(total));
  }

  @Override
  public void close() {
    generator.close();
  }

  private void count(Outcome outcome) {
    if (outcome.verdict() == Outcome.Verdict.ADMIT) {
      firstAdmitted.countDown();
    }
    (outcome.tenant().equals(Tenant.ACME.name()) ? acme : tiny).accept(outcome);
  }

  private static String rates(Tenant tenant, Score score) {
    Tally tally = score.total();
    return "%s %d of %d/s"
        .formatted(
            tenant.name(), perSecond(tally.admitted(), score), perSecond(tally.offered(), score));
  }

  private static String perEdge(Score score) {
    return score.edges().entrySet().stream()
        .map(
            edge ->
                edge.getKey().replace("edge-", "")
                    + " "
                    + perSecond(edge.getValue().admitted(), score))
        .collect(Collectors.joining(", "));
  }

  private static String quality(Score score) {
    Tally tally = score.total();
    return "shed %d/s  failed %d  %s"
        .formatted(
            perSecond(tally.shed(), score), tally.failed() + tally.notSent(), latency(score));
  }

  private static String latency(Score score) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms  p99 %.1f ms",
        score.latencyMicros().getValueAtPercentile(50) / 1000.0,
        score.latencyMicros().getValueAtPercentile(99) / 1000.0);
  }

  private static long perSecond(long count, Score score) {
    return Math.round(count * 1e9 / score.lengthNanos());
  }
}
