package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves the home of a tenant's writes from region to region and back while somebody writes at every
 * edge, and tells how long writes were held up, and whether two regions ever admitted at once.
 */
public final class HomeMoves {
  private static final String TENANT = "drill-home";
  private static final List<String> REGIONS = List.of("eu", "us");
  private static final Duration MOVED_WITHIN = Duration.ofSeconds(60);
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 20;
  private static final Pattern NAME = Pattern.compile("\"name\":\"([-a-z0-9]+)\"");
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");
  private static final Pattern PHASE = Pattern.compile("\"phase\":\"([a-z]+)\"");

  private final LocalStack stack;
  private final Consumer<String> out;
  private final ConcurrentLinkedQueue<HomeWriter.Write> written = new ConcurrentLinkedQueue<>();
  private final FencedStore store = new FencedStore();
  private final AtomicBoolean writing = new AtomicBoolean(true);

  public HomeMoves(LocalStack stack, Consumer<String> out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * What a drill is asked for.
   *
   * @param moves how often the home moves
   * @param pauseMillis between a write and the next of the same writer
   */
  public record Terms(int moves, int pauseMillis) {}

  /** Runs it; returns whether nothing was seen that must not be. */
  public boolean run(Terms terms) throws IOException, InterruptedException {
    OperatorApi arbiter = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
    declare(arbiter);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      writers(http).forEach(writer -> writers.execute(() -> keepWriting(writer, terms)));
      int done = 0;
      List<HomeFigures.Moved> moved = new ArrayList<>();
      try {
        awaitWrites();
        long settled = System.nanoTime();
        written.removeIf(write -> write.beganNanos() - settled < 0);
        for (int i = 0; i < terms.moves(); i++) {
          String to = REGIONS.get((i + 1) % REGIONS.size());
          done += ended(arbiter, move(arbiter, to)).equals("done") ? 1 : 0;
          moved.add(new HomeFigures.Moved(epoch(arbiter), System.nanoTime()));
          awaitWrites();
        }
      } finally {
        writing.set(false);
      }
      writers.shutdown();
      if (!writers.awaitTermination(HomeWriter.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
        writers.shutdownNow();
      }
      HomeFigures figures =
          new HomeFigures(
              done, terms.moves() - done, store.turnedDown(), moved, List.copyOf(written));
      figures.lines().forEach(out);
      return figures.holds() && done > 0;
    }
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
          writers.add(new HomeWriter(http, known, TENANT, region(name), store, written::add));
        });
    return writers;
  }

  private void keepWriting(HomeWriter writer, Terms terms) {
    try {
      while (writing.get()) {
        writer.write();
        TimeUnit.MILLISECONDS.sleep(terms.pauseMillis());
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until writers write for a while without a failure: what came before was not moved under. */
  private void awaitWrites() throws InterruptedException {
    long until = System.nanoTime() + SETTLED_WITHIN.toNanos();
    int seen = written.size();
    while (written.size() < seen + 8 * stack.edges().size()) {
      if (System.nanoTime() - until > 0) {
        throw new StackException("nobody admits writes of " + TENANT);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static String region(String edge) {
    return edge.split("-", -1)[1];
  }

  /** A budget that is no limit, and a home to begin with. */
  private static void declare(OperatorApi arbiter) throws IOException, InterruptedException {
    String budget =
        "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"unit\":\"requests\",\"quota\":50000}]},"
            + "\"reason\":\"drill\"}";
    String path = "/api/v1/tenants/" + TENANT + "/budget";
    HttpResponse<String> answer = arbiter.put(path, budget);
    if (answer.statusCode() == 428) {
      answer = arbiter.put(path, budget, "If-Match", "*");
    }
    require(answer);
    String home = arbiter.get("/api/v1/tenants/" + TENANT + "/home").body();
    if (!home.contains("\"home\":\"" + REGIONS.getFirst() + "\"")) {
      ended(arbiter, move(arbiter, REGIONS.getFirst()));
    }
  }

  /** Under which writes are admitted by now, as the arbiter has it. */
  private static long epoch(OperatorApi arbiter) throws IOException, InterruptedException {
    String home = require(arbiter.get("/api/v1/tenants/" + TENANT + "/home"));
    return Long.parseLong(find(EPOCH, home));
  }

  /** Begins a move; returns its name. */
  private static String move(OperatorApi arbiter, String to)
      throws IOException, InterruptedException {
    String spec =
        "{\"spec\":{\"kind\":\"move-home\",\"tenant\":\"%s\",\"to\":\"%s\"},\"reason\":\"drill\"}"
            .formatted(TENANT, to);
    return find(NAME, require(arbiter.post("/api/v1/failovers", spec)));
  }

  /** How a move ended, in the word the arbiter has for it. */
  private static String ended(OperatorApi arbiter, String name)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + MOVED_WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      String phase = find(PHASE, require(arbiter.get("/api/v1/failovers/" + name)));
      if (phase.equals("done") || phase.equals("aborted")) {
        return phase;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException(name + " did not end in " + MOVED_WITHIN.toSeconds() + " s");
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
