package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes region eu's backends away while users ask its edges, and times how soon they are sent to
 * region us; with {@code dark}, the arbiter, the region's controller and Kafka are killed in the
 * same moment, so that edges have nothing but what is in their memory. Then everything is put back.
 * The backends are real servers of this process.
 */
public final class RegionLoss {
  private static final String HOME = "eu";
  private static final String TENANT = "drill";
  private static final String POOL = "drill";
  private static final long RENEW_SECONDS = 3;
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration HOME_WITHIN = Duration.ofSeconds(60);
  private static final int WARM_SECONDS = 5;

  /** What is shown of before the loss. */
  private static final long LEAD_NANOS = 1_000_000_000;

  private static final List<String> CONTROL = List.of("arbiter-1", "region-eu", "kafka");
  private static final List<String> CONTROL_BACK = List.of("kafka", "arbiter-1", "region-eu");

  private final LocalStack stack;
  private final Consumer<String> out;
  private final List<URI> edges;
  private final ConcurrentLinkedQueue<DrillClient.Served> served = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong();

  public RegionLoss(LocalStack stack, Consumer<String> out) {
    this.stack = stack;
    this.out = out;
    this.edges =
        stack.edges().sequencedEntrySet().stream()
            .filter(edge -> edge.getKey().contains("-" + HOME + "-"))
            .map(edge -> edge.getValue())
            .toList();
  }

  /**
   * What a drill is asked for.
   *
   * @param perSecond requests at each edge of the region
   * @param seconds how long the region stays lost
   * @param times how often it is lost; the timeline of each is shown only if that is once
   */
  public record Terms(boolean dark, int perSecond, int seconds, int times) {}

  /** Runs it; returns whether nearly all requests were redirected every time. */
  public boolean run(Terms terms) throws IOException, InterruptedException {
    declare();
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (DrillBackend one = new DrillBackend("drill-a");
        DrillBackend two = new DrillBackend("drill-b");
        DrillClient client = new DrillClient(TENANT, POOL, served::add)) {
      List<DrillBackend> backends = List.of(one, two);
      announce(client, backends);
      var renewing =
          clock.scheduleAtFixedRate(
              () -> announce(client, backends), RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
      awaitReady(client);
      var asking =
          clock.scheduleAtFixedRate(
              () -> ask(client),
              0,
              1_000_000_000L / Math.max(1, terms.perSecond()),
              TimeUnit.NANOSECONDS);
      List<DrillFigures> rounds = new ArrayList<>();
      for (int i = 0; i < terms.times(); i++) {
        awaitHome(terms);
        rounds.add(lose(terms, backends));
        tell(rounds.getLast(), terms.times());
      }
      asking.cancel(false);
      renewing.cancel(false);
      DrillFigures.summary(rounds).forEach(out);
      return rounds.stream().allMatch(round -> round.redirectedAfterSeconds() >= 0);
    } finally {
      clock.shutdownNow();
    }
  }

  private DrillFigures lose(Terms terms, List<DrillBackend> backends) throws InterruptedException {
    long lost = System.nanoTime();
    backends.forEach(DrillBackend::blackhole);
    if (terms.dark()) {
      CONTROL.forEach(stack::kill);
    }
    TimeUnit.SECONDS.sleep(terms.seconds());
    backends.forEach(DrillBackend::recover);
    long recovered = System.nanoTime();
    if (terms.dark()) {
      CONTROL_BACK.forEach(stack::launch);
      CONTROL_BACK.forEach(stack::awaitReady);
    }
    long until = System.nanoTime() + HOME_WITHIN.toNanos();
    while (!hasStayed(least(terms)) && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    served.removeIf(each -> each.beganNanos() - (lost - LEAD_NANOS) < 0);
    return new DrillFigures(HOME, lost, recovered, System.nanoTime(), List.copyOf(served));
  }

  private void tell(DrillFigures round, int rounds) {
    if (rounds == 1) {
      round.timeline().forEach(out);
    } else {
      out.accept(round.line());
    }
  }

  private void ask(DrillClient client) {
    for (URI edge : edges) {
      client.begin(edge, "drill-" + ids.incrementAndGet());
    }
  }

  private void announce(DrillClient client, List<DrillBackend> backends) {
    for (URI edge : edges) {
      backends.forEach(backend -> client.announce(edge, backend));
    }
  }

  /** A budget that is no limit, and regions that have room for each other. */
  private void declare() throws IOException, InterruptedException {
    Intent intent = new Intent(stack);
    intent.budget(TENANT, 50_000);
    for (String region : List.of(HOME, "us")) {
      intent.capacity(region, 100_000);
    }
  }

  /** Edges must have the table, a lease and the backends before anything is lost. */
  private void awaitReady(DrillClient client) throws IOException, InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    for (URI edge : edges) {
      while (!isReady(client, edge)) {
        if (System.nanoTime() - until > 0) {
          throw new StackException(edge + " has no spill table, lease or backend");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  /**
   * Backends that were just announced get their requests step by step: until all stay, and for long
   * enough that processes that just began are warm.
   */
  private void awaitHome(Terms terms) throws InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (!hasStayed(least(terms))) {
      if (System.nanoTime() - until > 0) {
        throw new StackException("requests of %s do not stay there".formatted(HOME));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private long least(Terms terms) {
    return (long) terms.perSecond() * edges.size() * WARM_SECONDS;
  }

  /** Whether the last so many requests were all served at home, at once. */
  private boolean hasStayed(long least) {
    List<DrillClient.Served> all = List.copyOf(served);
    return all.size() >= least
        && all.subList((int) (all.size() - least), all.size()).stream()
            .allMatch(each -> each.success() && HOME.equals(each.firstRegion()));
  }

  private static boolean isReady(DrillClient client, URI edge)
      throws IOException, InterruptedException {
    String status = client.get(edge, "/v1/status");
    String explained = client.get(edge, "/v1/explain?tenant=" + TENANT);
    return status.contains("\"lost\":[\"" + HOME + "\"]")
        && explained.contains("\"verdict\":\"admit\"");
  }
}
