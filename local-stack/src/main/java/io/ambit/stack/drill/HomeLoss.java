package io.ambit.stack.drill;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.ProcessStatus;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
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
  private static final Pattern FAILOVER = Pattern.compile("\"failover\":\"([-a-z0-9]+)\"");
  private static final Pattern BLOCK = Pattern.compile("\"writeBlock\":\\{([^}]*)}");

  private final LocalStack stack;
  private final Consumer<String> out;
  private final ConcurrentLinkedQueue<HomeWriter.Write> written = new ConcurrentLinkedQueue<>();
  private final FencedStore store = new FencedStore();

  /** When the first write was admitted under each token. */
  private final ConcurrentSkipListMap<Long, Long> firstNanos = new ConcurrentSkipListMap<>();

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
    HomeApi arbiter = new HomeApi(new OperatorApi(stack.url("arbiter-1"), stack.operatorToken()));
    policy(arbiter, true, terms.leaseMillis());
    arbiter.budget(TENANT);
    // Longer leases, given before, run to their own end.
    TimeUnit.MILLISECONDS.sleep(LONGEST_LEASE_MILLIS + LOOK_MILLIS);
    long[] tookNanos = new long[terms.times()];
    try (HomeWriters writers = new HomeWriters(stack.edges(), TENANT, store, this::written)) {
      moveBack(arbiter, terms);
      writers.begin(PAUSE_MILLIS);
      for (int i = 0; i < terms.times(); i++) {
        moveBack(arbiter, terms);
        tookNanos[i] = lose(arbiter, terms);
        out.accept(
            "loss %d of %d: admitted in the other region after %.0f ms; %s"
                .formatted(i + 1, terms.times(), tookNanos[i] / NANOS_PER_MILLI, told(arbiter)));
      }
    } finally {
      policy(arbiter, false, LONGEST_LEASE_MILLIS);
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
  private long lose(HomeApi arbiter, Terms terms) throws IOException, InterruptedException {
    long before = arbiter.epoch(TENANT);
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

  private void written(HomeWriter.Write write) {
    written.add(write);
    if (write.success()) {
      firstNanos.putIfAbsent(write.token(), write.answeredNanos());
    }
  }

  /** What the arbiter itself says it took, over all tenants. */
  private static String told(HomeApi arbiter) throws IOException, InterruptedException {
    String failover = HomeApi.find(FAILOVER, arbiter.home(TENANT).body());
    String said = arbiter.get("/api/v1/failovers/" + failover);
    Matcher block = BLOCK.matcher(said);
    return "%s is %s%s"
        .formatted(
            failover,
            HomeApi.phase(said),
            block.find() ? ", and tells of " + block.group(1).replace("\"", "") : "");
  }

  private static void policy(HomeApi arbiter, boolean automatic, long leaseMillis)
      throws IOException, InterruptedException {
    String policy =
        "{\"spec\":{\"homes\":{\"automatic\":%s,\"leaseMillis\":%d,\"witnesses\":[\"%s\"]}},"
                .formatted(automatic, leaseMillis, WITNESS)
            + "\"reason\":\"drill\"}";
    arbiter.put("/api/v1/failover-policy", policy);
  }

  /** All homes are in the region that is about to be lost; it may have to be waited for. */
  private static void moveBack(HomeApi arbiter, Terms terms)
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
      HttpResponse<String> answer = arbiter.ask(spec);
      if (answer.statusCode() < 300 && arbiter.ended(answer).equals("done")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException("homes did not move back to " + LOST);
  }
}
