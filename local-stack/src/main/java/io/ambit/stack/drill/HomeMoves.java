package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Moves the home of a tenant's writes from region to region and back while somebody writes at every
 * edge, and tells how long writes were held up, and whether two regions ever admitted at once.
 */
public final class HomeMoves {
  private static final String TENANT = "drill-home";
  private static final List<String> REGIONS = List.of("eu", "us");
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 20;

  private final LocalStack stack;
  private final Consumer<String> out;
  private final ConcurrentLinkedQueue<HomeWriter.Write> written = new ConcurrentLinkedQueue<>();
  private final FencedStore store = new FencedStore();

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
    HomeApi arbiter = new HomeApi(new OperatorApi(stack.url("arbiter-1"), stack.operatorToken()));
    declare(arbiter);
    int done = 0;
    List<HomeFigures.Moved> moved = new ArrayList<>();
    try (HomeWriters writers = new HomeWriters(stack.edges(), TENANT, store, written::add)) {
      writers.begin(terms.pauseMillis());
      awaitWrites();
      long settled = System.nanoTime();
      written.removeIf(write -> write.beganNanos() - settled < 0);
      for (int i = 0; i < terms.moves(); i++) {
        String to = REGIONS.get((i + 1) % REGIONS.size());
        done += arbiter.ended(move(arbiter, to)).equals("done") ? 1 : 0;
        moved.add(new HomeFigures.Moved(arbiter.epoch(TENANT), System.nanoTime()));
        awaitWrites();
      }
    }
    HomeFigures figures =
        new HomeFigures(
            done, terms.moves() - done, store.turnedDown(), moved, List.copyOf(written));
    figures.lines().forEach(out);
    return figures.holds() && done > 0;
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

  /** A budget that is no limit, and a home to begin with. */
  private static void declare(HomeApi arbiter) throws IOException, InterruptedException {
    arbiter.budget(TENANT);
    if (!arbiter.home(TENANT).body().contains("\"home\":\"" + REGIONS.getFirst() + "\"")) {
      arbiter.ended(move(arbiter, REGIONS.getFirst()));
    }
  }

  private static HttpResponse<String> move(HomeApi arbiter, String to)
      throws IOException, InterruptedException {
    return arbiter.ask(
        "{\"spec\":{\"kind\":\"move-home\",\"tenant\":\"%s\",\"to\":\"%s\"},\"reason\":\"drill\"}"
            .formatted(TENANT, to));
  }
}
