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
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Two tenants that want more than their budgets: a big one whose demand moves from one end of the
 * world to the other and back, and a small one spread evenly. How much of it is offered goes by how
 * soon the edges answer ({@link DemoRate}).
 */
final class DemoTraffic implements AutoCloseable {
  private static final List<Shares> PHASES =
      List.of(Shares.of(70, 20, 10, 0), Shares.of(0, 10, 20, 70));
  private static final Shares EVENLY = Shares.of(1, 1, 1, 1);
  private static final long PHASE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A machine that is too slow for all of the demand sees it move all the same. */
  private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** No request is waited for longer. */
  private static final Duration LAST_ANSWERS_WITHIN = Duration.ofSeconds(3);

  private static final int EXPLAINED = 5;
  private static final int EXPLAINED_LENGTH = 120;

  private static final int TINY_RATE_PER_SECOND = 40;

  private final long startNanos = System.nanoTime();
  private final CountDownLatch firstAdmitted = new CountDownLatch(1);
  private final Scoreboard acme;
  private final Scoreboard tiny;
  private final Scoreboard lately;
  private final Map<String, Long> failures = new ConcurrentSkipListMap<>();
  private final LoadGenerator generator;
  private final DemoRate rate;
  private final Demand moving;
  private final Demand still;
  private long movesFromNanos = Long.MAX_VALUE;
  private long heldNanos;
  private Score total;

  DemoTraffic(LocalStack stack, int ratePerSecond) {
    SequencedMap<String, URI> edges = stack.edges();
    acme = new Scoreboard(edges.sequencedKeySet());
    tiny = new Scoreboard(edges.sequencedKeySet());
    lately = new Scoreboard(edges.sequencedKeySet());
    generator = new LoadGenerator(edges, this::count);
    rate = new DemoRate(ratePerSecond);
    moving = generator.offer(Tenant.ACME.name(), rate.perSecond(), EVENLY);
    still = generator.offer(Tenant.TINY.name(), TINY_RATE_PER_SECOND, EVENLY);
    total = acme.read();
  }

  /** Offers more or less from now on, by how answers came since the last call. */
  synchronized void look() {
    long held = moving.heldNanos();
    rate.look(lately.read(), held - heldNanos);
    heldNanos = held;
    moving.pace(rate.perSecond(), rate.mostOpen());
    still.pace(TINY_RATE_PER_SECOND, rate.mostOpen());
    if (rate.isFull()) {
      movesFromNanos = Math.min(movesFromNanos, sinceStart());
    }
    long movesFor = sinceStart() - Math.min(movesFromNanos, STILL_NANOS);
    if (movesFor >= 0) {
      moving.shift(PHASES.get((int) (movesFor / PHASE_NANOS % PHASES.size())));
    }
  }

  /** Tells in a line what happened since the last call. */
  synchronized String line() {
    Score big = acme.read();
    Score small = tiny.read();
    Score both = big.beside(small);
    total = total.plus(both);
    return "%5ds  %s (%s)  %s  %s%s"
        .formatted(
            TimeUnit.NANOSECONDS.toSeconds(sinceStart()),
            rates(Tenant.ACME, big),
            perEdge(big),
            rates(Tenant.TINY, small),
            quality(both),
            rate.text());
  }

  private long sinceStart() {
    return System.nanoTime() - startNanos;
  }

  /** Whether anything was admitted within the bound. */
  boolean awaitFirstAdmitted(Duration bound) throws InterruptedException {
    return firstAdmitted.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Offers nothing more, and waits for the last answers. */
  void finish() throws InterruptedException {
    generator.finish(LAST_ANSWERS_WITHIN);
  }

  /** Everything since the start. */
  synchronized String summary() {
    total = total.plus(acme.read().beside(tiny.read()));
    Tally sum = total.total();
    String inAll =
        "in all: offered %d, admitted %d, shed %d, failed %d, not sent %d; latency %s; %s"
            .formatted(
                sum.offered(),
                sum.admitted(),
                sum.shed(),
                sum.failed(),
                sum.notSent(),
                latency(total),
                rate.summary(moving.heldNanos()));
    return failures.entrySet().stream()
        .map(failure -> "%n  failed %d: %s".formatted(failure.getValue(), failure.getKey()))
        .collect(Collectors.joining("", inAll, ""));
  }

  @Override
  public void close() {
    generator.close();
  }

  private void count(Outcome outcome) {
    if (outcome.verdict() == Outcome.Verdict.ADMIT) {
      firstAdmitted.countDown();
    }
    if (outcome.verdict() == Outcome.Verdict.FAILED) {
      String why = why(outcome);
      boolean told = failures.containsKey(why) || failures.size() < EXPLAINED;
      failures.merge(told ? why : "of other reasons", 1L, Long::sum);
    }
    lately.accept(outcome);
    (outcome.tenant().equals(Tenant.ACME.name()) ? acme : tiny).accept(outcome);
  }

  private static String why(Outcome outcome) {
    String why = "%s: status %d %s".formatted(outcome.edge(), outcome.status(), outcome.detail());
    return why.substring(0, Math.min(EXPLAINED_LENGTH, why.length())).replaceAll("\\s+", " ");
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
    return "shed %d/s  failed %d  not sent %d  %s"
        .formatted(perSecond(tally.shed(), score), tally.failed(), tally.notSent(), latency(score));
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
