package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.ProcessStatus;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Has region eu die with all that is in it, again and again, while writers write for a tenant whose
 * home it is: how long until the other region admits their writes, with nobody asking for that. The
 * stack must run with its witness. Writers hand their tokens to a store that checks them.
 */
public final class HomeLoss {
  private static final String TENANT = "drill-loss";
  private static final String LOST = "eu";
  private static final String WITNESS = "witness-1";
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration WATCHED = Duration.ofSeconds(2);
  private static final int PAUSE_MILLIS = 5;
  private static final long LONGEST_LEASE_MILLIS = 15_000;
  private static final long LOOK_MILLIS = 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Pattern NAME = Pattern.compile("\"name\":\"([-a-z0-9]+)\"");
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");
  private static final Pattern FAILOVER = Pattern.compile("\"failover\":\"([-a-z0-9]+)\"");
  private static final Pattern PHASE = Pattern.compile("\"phase\":\"([a-z]+)\"");
  private static final Pattern BLOCK = Pattern.compile("\"writeBlock\":\\{([^}]*)}");

  private final LocalStack stack;
  private final Consumer<String> out;
  private final ConcurrentLinkedQueue<HomeWriter.Write> written = new ConcurrentLinkedQueue<>();
  private final FencedStore store = new FencedStore();

  /** When the first write was admitted under each token. */
  private final ConcurrentSkipListMap<Long, Long> firstNanos = new ConcurrentSkipListMap<>();

  private final AtomicBoolean writing = new AtomicBoolean(true);
  private final List<HomeFigures.Moved> moved = new ArrayList<>();

  public HomeLoss(LocalStack stack, Consumer<String> out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * What a drill is asked for.
   *
   * @param times how often the region dies
   * @param tenants how many have their home there
   * @param leaseMillis how long a region may admit writes after it was last heard
   * @param zombie it stands still instead, and goes on once it was left
   * @param boundMillis a takeover that takes longer fails the drill
   */
  public record Terms(int times, int tenants, long leaseMillis, boolean zombie, long boundMillis) {}

  /** Runs it; returns whether nothing was seen that must not be, and all takeovers were in time. */
  public boolean run(Terms terms) throws IOException, InterruptedException {
    requireWitness();
    OperatorApi arbiter = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
    policy(arbiter, true, terms.leaseMillis());
    budget(arbiter);
    // Longer leases, given before, run to their own end.
    TimeUnit.MILLISECONDS.sleep(LONGEST_LEASE_MILLIS + LOOK_MILLIS);
    long[] tookNanos = new long[terms.times()];
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      try {
        moveBack(arbiter, terms);
        writers(http).forEach(writer -> writers.execute(() -> keepWriting(writer)));
        for (int i = 0; i < terms.times(); i++) {
          moveBack(arbiter, terms);
          tookNanos[i] = lose(arbiter, terms);
          out.accept(
              "loss %d of %d: admitted in the other region after %.0f ms; %s"
                  .formatted(i + 1, terms.times(), tookNanos[i] / NANOS_PER_MILLI, told(arbiter)));
        }
      } finally {
        writing.set(false);
        policy(arbiter, false, LONGEST_LEASE_MILLIS);
      }
      writers.shutdown();
      if (!writers.awaitTermination(HomeWriter.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
        writers.shutdownNow();
      }
    }
    HomeFigures figures =
        new HomeFigures(moved.size(), 0, store.turnedDown(), moved, List.copyOf(written));
    figures.lines().forEach(out);
    out.accept(
        "takeovers, from the loss to the first write elsewhere: "
            + HomeFigures.spread(tookNanos.clone()));
    long longest = Arrays.stream(tookNanos).max().orElse(0);
    return figures.isFenced() && longest <= TimeUnit.MILLISECONDS.toNanos(terms.boundMillis());
  }

  private void requireWitness() {
    boolean ready =
        stack.status().stream()
            .filter(each -> each.process().name().equals(WITNESS))
            .anyMatch(each -> each.state() == ProcessStatus.State.READY);
    if (!ready) {
      throw new StackException(WITNESS + " does not run: ./dev up --witness");
    }
  }

  /** Kills all of the region, or has it stand still; returns how long writes had nowhere to go. */
  private long lose(OperatorApi arbiter, Terms terms) throws IOException, InterruptedException {
    long before = epoch(arbiter);
    awaitWrites(before);
    List<String> lost = lost();
    long beganNanos = System.nanoTime();
    for (String name : lost) {
      if (terms.zombie()) {
        stack.pause(name);
      } else {
        stack.kill(name);
      }
    }
    long admittedNanos = awaitWrites(before + 1);
    moved.add(new HomeFigures.Moved(before + 1, admittedNanos));
    // Who wakes up meets what has moved meanwhile, with writers at every edge.
    for (String name : lost) {
      if (terms.zombie()) {
        stack.resume(name);
      }
    }
    TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
    for (String name : lost) {
      stack.launch(name);
    }
    for (String name : lost) {
      stack.awaitReady(name);
    }
    return admittedNanos - beganNanos;
  }

  private List<String> lost() {
    return stack.status().stream()
        .filter(each -> each.state() == ProcessStatus.State.READY)
        .map(each -> each.process().name())
        .filter(name -> name.contains("-" + LOST))
        .toList();
  }

  /** Until a write is admitted under {@code epoch} or later; returns when it was. */
  private long awaitWrites(long epoch) throws InterruptedException {
    long until = System.nanoTime() + WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      Map.Entry<Long, Long> first = firstNanos.ceilingEntry(epoch);
      if (first != null) {
        return first.getValue();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException(
        "no write was admitted under %d or later in %d s".formatted(epoch, WITHIN.toSeconds()));
  }

  /** One at every edge; each knows one edge of the other region besides. */
  private List<HomeWriter> writers(HttpClient http) {
    SequencedMap<String, URI> edges = stack.edges();
    List<HomeWriter> writers = new ArrayList<>();
    edges.forEach(
        (name, address) -> {
          SortedMap<String, URI> known = new TreeMap<>();
          edges.forEach((other, at) -> known.putIfAbsent(region(other), at));
          known.put(region(name), address);
          writers.add(new HomeWriter(http, known, TENANT, region(name), store, this::written));
        });
    return writers;
  }

  private void written(HomeWriter.Write write) {
    written.add(write);
    if (write.success()) {
      firstNanos.putIfAbsent(write.token(), write.answeredNanos());
    }
  }

  private static String region(String edge) {
    return edge.split("-", -1)[1];
  }

  private void keepWriting(HomeWriter writer) {
    try {
      while (writing.get()) {
        writer.write();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the arbiter itself says it took, over all tenants. */
  private static String told(OperatorApi arbiter) throws IOException, InterruptedException {
    String home = require(arbiter.get("/api/v1/tenants/" + TENANT + "/home"));
    String failover = find(FAILOVER, home);
    String said = require(arbiter.get("/api/v1/failovers/" + failover));
    Matcher block = BLOCK.matcher(said);
    return "%s is %s%s"
        .formatted(
            failover,
            find(PHASE, said),
            block.find() ? ", and tells of " + block.group(1).replace("\"", "") : "");
  }

  private static void policy(OperatorApi arbiter, boolean automatic, long leaseMillis)
      throws IOException, InterruptedException {
    String policy =
        "{\"spec\":{\"homes\":{\"automatic\":%s,\"leaseMillis\":%d,\"witnesses\":[\"%s\"]}},"
                .formatted(automatic, leaseMillis, WITNESS)
            + "\"reason\":\"drill\"}";
    put(arbiter, "/api/v1/failover-policy", policy);
  }

  /** One that is no limit. */
  private static void budget(OperatorApi arbiter) throws IOException, InterruptedException {
    put(
        arbiter,
        "/api/v1/tenants/" + TENANT + "/budget",
        "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"unit\":\"requests\",\"quota\":50000}]},"
            + "\"reason\":\"drill\"}");
  }

  private static void put(OperatorApi arbiter, String path, String json)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = arbiter.put(path, json);
    if (answer.statusCode() == 428) {
      answer = arbiter.put(path, json, "If-Match", "*");
    }
    require(answer);
  }

  /** All homes are in the region that is about to be lost; it may have to be waited for. */
  private static void moveBack(OperatorApi arbiter, Terms terms)
      throws IOException, InterruptedException {
    String tenants =
        IntStream.rangeClosed(0, terms.tenants() - 1)
            .mapToObj(i -> "\"" + TENANT + (i == 0 ? "" : "-" + i) + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    String spec =
        "{\"spec\":{\"kind\":\"move-home\",\"tenants\":%s,\"to\":\"%s\"},\"reason\":\"drill\"}"
            .formatted(tenants, LOST);
    long until = System.nanoTime() + WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      HttpResponse<String> answer = arbiter.post("/api/v1/failovers", spec);
      if (answer.statusCode() < 300 && ended(arbiter, find(NAME, answer.body())).equals("done")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException("homes did not move back to " + LOST);
  }

  /** How a move ended, in the word the arbiter has for it. */
  private static String ended(OperatorApi arbiter, String name)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      String phase = find(PHASE, require(arbiter.get("/api/v1/failovers/" + name)));
      if (phase.equals("done") || phase.equals("aborted")) {
        return phase;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException(name + " did not end in " + WITHIN.toSeconds() + " s");
  }

  private static long epoch(OperatorApi arbiter) throws IOException, InterruptedException {
    String home = require(arbiter.get("/api/v1/tenants/" + TENANT + "/home"));
    return Long.parseLong(find(EPOCH, home));
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new StackException("expected %s in %s".formatted(pattern, text));
    }
    return matcher.group(1);
  }

  private static String require(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new StackException("answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    return answer.body();
  }
}
