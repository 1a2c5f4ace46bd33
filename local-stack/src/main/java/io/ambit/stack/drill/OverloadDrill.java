package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks more of real backends than they can do, and has some of them fail, while users ask one edge
 * where to go. The backends are servers of this process that can do a known number of requests a
 * second; everybody else is as in production. Four parts, each with a pool and backends of its own:
 *
 * <ol>
 *   <li>three times what one backend can do, and nobody tells the edge what became of requests: so
 *       it cannot protect, and this is what it protects from;
 *   <li>the same, told;
 *   <li>one of four backends fails everything, at once and so looking fast;
 *   <li>two of four do, under a load that the other two could not carry.
 * </ol>
 */
public final class OverloadDrill {
  private static final String TENANT = "drill-overload";
  private static final String REGION = "eu";
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final long RENEW_SECONDS = 3;
  private static final long SERVICE_MILLIS = 40;

  /** Longer than users wait: without protection all that is served is served in vain. */
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private static final Duration WARM = Duration.ofSeconds(15);
  private static final Duration BARE = Duration.ofSeconds(10);
  private static final Duration SETTLES = Duration.ofSeconds(5);
  private static final Duration NOTICED = Duration.ofSeconds(2);
  private static final Duration STOOD_STILL = Duration.ofMillis(500);
  private static final long SEED = 1;

  static final double LEAST_GOODPUT = 0.9;
  static final double LEAST_CRITICAL = 0.999;
  static final double MOST_TO_FAILING = 0.01;

  /** Of four that are sent alike, with room for chance. */
  static final double MOST_OF_FOUR = 0.3;

  static final double LEAST_PANIC = 0.9;

  /** Of what one backend can do, in hundredths. Critical requests fit, with room to spare. */
  private static final Map<Priority, Integer> FLOOD =
      new EnumMap<>(
          Map.of(
              Priority.CRITICAL_PLUS, 20,
              Priority.CRITICAL, 50,
              Priority.SHEDDABLE_PLUS, 60,
              Priority.SHEDDABLE, 170));

  private static final Map<Priority, Integer> CALM =
      new EnumMap<>(
          Map.of(
              Priority.CRITICAL_PLUS, 10,
              Priority.CRITICAL, 20,
              Priority.SHEDDABLE_PLUS, 10,
              Priority.SHEDDABLE, 20));

  private final LocalStack stack;
  private final Consumer<String> out;
  private final URI edge;

  public OverloadDrill(LocalStack stack, Consumer<String> out) {
    this.stack = stack;
    this.out = out;
    this.edge =
        stack.edges().sequencedEntrySet().stream()
            .filter(each -> each.getKey().contains("-" + REGION + "-"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
  }

  /**
   * What a drill is asked for.
   *
   * @param workers of a backend; each serves 25 requests a second
   * @param seconds how long each part is looked at once it has settled
   */
  public record Terms(int workers, int seconds) {
    long capacityPerSecond() {
      return workers * TimeUnit.SECONDS.toMillis(1) / SERVICE_MILLIS;
    }
  }

  /** Runs it; returns whether all bounds were met. */
  public boolean run(Terms terms) throws IOException, InterruptedException {
    new Intent(stack).budget(TENANT, 50_000);
    bare(terms);
    boolean met = flood(terms);
    met &= failing(terms, 1);
    met &= failing(terms, 2);
    return met;
  }

  /** A pool with its backends, known to the edge until it is closed. */
  private final class Scene implements AutoCloseable {
    private final String pool;
    private final List<BoundedBackend> backends = new ArrayList<>();
    private final ConcurrentLinkedQueue<OverloadLoad.Request> ended = new ConcurrentLinkedQueue<>();
    private final EdgeCalls calls;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

    Scene(String pool, int count, int workers) throws IOException {
      this.pool = pool;
      this.calls = new EdgeCalls(pool);
      for (int i = 1; i <= count; i++) {
        backends.add(
            new BoundedBackend(pool + "-" + i, workers, SERVICE_MILLIS, LONGEST_WAIT_MILLIS));
      }
      announce();
      var unused =
          clock.scheduleAtFixedRate(this::announce, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
    }

    private void announce() {
      backends.forEach(each -> calls.announce(edge, each.id(), each.url()));
    }

    OverloadLoad users(boolean telling) {
      return new OverloadLoad(calls, edge, TENANT, telling, SEED, ended::add);
    }

    OverloadFigures figures(long fromNanos, long toNanos) {
      return new OverloadFigures(fromNanos, toNanos, List.copyOf(ended));
    }

    boolean panics() throws IOException, InterruptedException {
      String pools = calls.get(edge, "/v1/backends");
      int at = pools.indexOf("\"pool\":\"%s\"".formatted(pool));
      return pools.startsWith("\"panic\":true", pools.indexOf("\"panic\":", Math.max(0, at)));
    }

    @Override
    public void close() {
      clock.shutdownNow();
      backends.forEach(BoundedBackend::close);
      calls.close();
    }
  }

  private void bare(Terms terms) throws IOException, InterruptedException {
    try (Scene scene = new Scene("drill-bare", 1, terms.workers())) {
      awaitReady(scene);
      OverloadLoad users = scene.users(false);
      users.offer(of(CALM, terms), WARM);
      users.offer(of(FLOOD, terms), SETTLES);
      long from = System.nanoTime();
      users.offer(of(FLOOD, terms), BARE);
      long to = System.nanoTime();
      users.awaitEnd();
      stoodStill(users);
      OverloadFigures figures = scene.figures(from, to);
      say(
          "one backend that can do %d a second, asked for %.0f; nobody tells the edge (%.0f s)",
          terms.capacityPerSecond(), figures.askedPerSecond(), figures.seconds());
      figures.byPriority().forEach(out);
      out.accept(figures.times());
      out.accept(figures.otherwise());
      say("  served in time: %.1f %% of what it can do", 100 * goodput(figures, terms));
    }
  }

  private boolean flood(Terms terms) throws IOException, InterruptedException {
    try (Scene scene = new Scene("drill-flood", 1, terms.workers())) {
      awaitReady(scene);
      OverloadLoad users = scene.users(true);
      users.offer(of(CALM, terms), WARM);
      long flooded = System.nanoTime();
      users.offer(of(FLOOD, terms), SETTLES);
      long from = System.nanoTime();
      users.offer(of(FLOOD, terms), Duration.ofSeconds(terms.seconds()));
      long to = System.nanoTime();
      users.awaitEnd();
      stoodStill(users);
      OverloadFigures onset = scene.figures(flooded, from);
      OverloadFigures figures = scene.figures(from, to);
      say(
          "the same, told: the first %.0f s, in which it settles: %.1f %% of what it can do,"
              + " %.2f %% of critical requests served",
          onset.seconds(), 100 * goodput(onset, terms), 100 * onset.criticalServed());
      say(
          "after that, asked for %.0f a second (%.0f s)",
          figures.askedPerSecond(), figures.seconds());
      figures.byPriority().forEach(out);
      out.accept(figures.times());
      out.accept(figures.otherwise());
      return holds(
              "served in time, of what it can do",
              goodput(figures, terms) >= LEAST_GOODPUT,
              "%.1f %% (>= %.0f %%)".formatted(100 * goodput(figures, terms), 100 * LEAST_GOODPUT))
          & holds(
              "critical requests served in time",
              figures.criticalServed() >= LEAST_CRITICAL,
              "%.2f %% (>= %.1f %%)"
                  .formatted(100 * figures.criticalServed(), 100 * LEAST_CRITICAL))
          & holds(
              "inversions within 10 ms, in %d decisions".formatted(figures.all().size()),
              figures.inversions() == 0,
              figures.inversions() + " (0)");
    }
  }

  private boolean failing(Terms terms, int count) throws IOException, InterruptedException {
    try (Scene scene = new Scene("drill-%d-of-4".formatted(count), 4, terms.workers() / 2)) {
      awaitReady(scene);
      OverloadLoad users = scene.users(true);
      SortedMap<Priority, Integer> load = of(CALM, terms);
      load.replaceAll((priority, perSecond) -> perSecond * 11 / 6);
      users.offer(load, WARM);
      long failed = System.nanoTime();
      scene.backends.subList(0, count).forEach(each -> each.failing(true));
      users.offer(load, NOTICED);
      long from = System.nanoTime();
      int looks = 0;
      int panics = 0;
      for (int i = 0; i < 2 * terms.seconds(); i++) {
        users.offer(load, Duration.ofMillis(500));
        looks++;
        panics += scene.panics() ? 1 : 0;
      }
      long to = System.nanoTime();
      users.awaitEnd();
      stoodStill(users);
      OverloadFigures onset = scene.figures(failed, from);
      OverloadFigures figures = scene.figures(from, to);
      say(
          "%d of four backends that can do %d a second each fail everything; asked for %.0f (%.0f s)",
          count, terms.capacityPerSecond() / 2, figures.askedPerSecond(), figures.seconds());
      figures.byPriority().forEach(out);
      out.accept(figures.times());
      out.accept(figures.otherwise());
      for (BoundedBackend each : scene.backends) {
        say(
            "  %-16s first 2 s %5.1f %% of requests, after that %6.2f %%, %5.1f a second",
            each.id(),
            100 * onset.shareOf(each.id()),
            100 * figures.shareOf(each.id()),
            figures.sentPerSecond(each.id()));
      }
      return count == 1 ? leavesOut(scene, figures) : spreads(scene, figures, panics, looks);
    }
  }

  private boolean leavesOut(Scene scene, OverloadFigures figures) {
    double share = figures.shareOf(scene.backends.getFirst().id());
    return holds(
        "of requests sent to the one that fails, after 2 s",
        share <= MOST_TO_FAILING,
        "%.2f %% (<= %.0f %%)".formatted(100 * share, 100 * MOST_TO_FAILING));
  }

  private boolean spreads(Scene scene, OverloadFigures figures, int panics, int looks) {
    double most =
        scene.backends.stream().mapToDouble(each -> figures.shareOf(each.id())).max().orElse(1);
    return holds(
            "seen to panic",
            panics >= LEAST_PANIC * looks,
            "%d of %d looks (>= %.0f %%)".formatted(panics, looks, 100 * LEAST_PANIC))
        & holds(
            "most that one of them is sent of all requests, after 2 s",
            most <= MOST_OF_FOUR,
            "%.1f %% (<= %.0f %%)".formatted(100 * most, 100 * MOST_OF_FOUR));
  }

  private void stoodStill(OverloadLoad users) {
    if (users.latestNanos() > STOOD_STILL.toNanos()) {
      say(
          "THE MACHINE STOOD STILL for %.1f s: what follows tells of that",
          users.latestNanos() / 1e9);
    }
  }

  private boolean holds(String what, boolean met, String figure) {
    say("  %s: %s%s", what, figure, met ? "" : "  MISSED");
    return met;
  }

  private static double goodput(OverloadFigures figures, Terms terms) {
    return figures.goodputPerSecond() / terms.capacityPerSecond();
  }

  private static SortedMap<Priority, Integer> of(Map<Priority, Integer> hundredths, Terms terms) {
    SortedMap<Priority, Integer> perSecond = new TreeMap<>();
    hundredths.forEach(
        (priority, part) ->
            perSecond.put(priority, (int) (part * terms.capacityPerSecond() / 100)));
    return perSecond;
  }

  private void say(String format, Object... figures) {
    out.accept(String.format(Locale.ROOT, format, figures));
  }

  /** A budget that is no limit. */
  /** The edge must have a lease, and keep requests in its region. */
  private void awaitReady(Scene scene) throws IOException, InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    String path = "/v1/explain?tenant=" + TENANT;
    while (!scene.calls.get(edge, path).contains("\"verdict\":\"admit\"")) {
      if (System.nanoTime() - until > 0) {
        throw new StackException(edge + " has no lease for " + TENANT);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    if (!scene.calls.get(edge, "/v1/status").contains("\"drainedPerTenThousand\":0,")) {
      throw new StackException(
          edge + " sends requests to another region, as its own is drained: restore that first");
    }
  }
}
