package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.load.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How soon the world follows an operator. */
@ExtendWith(OnRunningStack.class)
class BudgetChangeIT {
  private static final Duration BOUND = Duration.ofSeconds(1);

  /** Nine processes and their load share two cores: one of them may have to wait for a while. */
  private static final Duration BOUND_OF_A_PAUSE = Duration.ofSeconds(3);

  /** Long enough to see by how much a bound was missed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(4);
  private static final Duration WATCHED = Duration.ofSeconds(3);
  private static final Budget LARGE = new Budget(400, 100);
  private static final Budget SMALL = new Budget(100, 25);
  private static final int OFFERED_PER_SECOND = 640;
  private static final int NEW_TENANTS = 12;

  @Test
  void aBudgetChangeBindsAtEveryEdgeWithinASecond(RunningStack stack) throws Exception {
    stack.operator().put("changing", LARGE);
    try (Traffic traffic = new Traffic(stack.addresses())) {
      traffic.offer("changing", OFFERED_PER_SECOND, Shares.of(1, 1, 1, 1));
      Traffic.passUntil(System.nanoTime() + SETTLES_WITHIN.toNanos());
      change(stack, traffic, "lowered", SMALL);
      change(stack, traffic, "raised", LARGE);
    }
  }

  @Test
  void aNewTenantIsAdmittedAtEveryEdgeWithinASecond(RunningStack stack) throws Exception {
    List<Duration> delays = new ArrayList<>();
    untilAdmitted(stack, "new-0");
    for (int n = 1; n <= NEW_TENANTS; n++) {
      delays.addAll(untilAdmitted(stack, "new-" + n));
    }
    Promises.measured(
        "aNewTenantIsAdmittedAtEveryEdgeWithinASecond",
        "nine of ten <= %s, slowest <= %s"
            .formatted(Promises.seconds(BOUND), Promises.seconds(BOUND_OF_A_PAUSE)),
        "nine of ten of %d tenants x 4 edges %s, slowest %s, median %s"
            .formatted(
                NEW_TENANTS,
                Promises.seconds(within(0.9, delays)),
                Promises.seconds(slowest(delays)),
                Promises.seconds(within(0.5, delays))));

    assertThat(within(0.9, delays)).isLessThanOrEqualTo(BOUND);
    assertThat(slowest(delays)).isLessThanOrEqualTo(BOUND_OF_A_PAUSE);
  }

  private static List<Duration> untilAdmitted(RunningStack stack, String tenant) throws Exception {
    Operator.Acknowledged put = stack.operator().put(tenant, LARGE);
    return untilEveryEdge(stack, tenant, put, Edge.Answer::admitted);
  }

  private static void change(RunningStack stack, Traffic traffic, String how, Budget to)
      throws Exception {
    Operator.Acknowledged put = stack.operator().put("changing", to);
    // Asked for a tenant that has no budget, so that asking spends nothing.
    List<Duration> delays =
        untilEveryEdge(stack, "nobody", put, answer -> answer.policyRevision() >= put.revision());
    Promises.measured(
        "aBudgetChangeBindsAtEveryEdgeWithinASecond, %s: revision %d"
            .formatted(how, put.revision()),
        "<= " + Promises.seconds(BOUND),
        "slowest of 4 edges " + Promises.seconds(slowest(delays)));
    long fromNanos = put.atNanos() + BOUND.toNanos();
    long toNanos = fromNanos + WATCHED.toNanos();
    Traffic.passUntil(toNanos);
    rateFollows(how, to, traffic.between(fromNanos, toNanos).admitted().within(fromNanos, toNanos));

    assertThat(slowest(delays)).isLessThanOrEqualTo(BOUND);
  }

  private static void rateFollows(String how, Budget to, Seen admitted) {
    long nominal = to.quotaPerSecond() * WATCHED.toSeconds();
    Promises.measured(
        "aBudgetChangeBindsAtEveryEdgeWithinASecond, %s to %d/s: from 1 s to 4 s after"
            .formatted(how, to.quotaPerSecond()),
        "%.0f to %d admitted".formatted(0.95 * nominal, nominal + to.burst()),
        Integer.toString(admitted.count()));

    assertThat((double) admitted.count()).isBetween(0.95 * nominal, (double) nominal + to.burst());
  }

  /** Asks all edges side by side; how long after the acknowledgement each was as wanted. */
  private static List<Duration> untilEveryEdge(
      RunningStack stack, String tenant, Operator.Acknowledged put, Predicate<Edge.Answer> wanted)
      throws Exception {
    List<Duration> delays = new ArrayList<>();
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Edge.Answer>> answers =
          stack.edges().stream()
              .map(edge -> askers.submit(() -> edge.askUntil(tenant, PATIENCE, wanted)))
              .toList();
      for (Future<Edge.Answer> answer : answers) {
        assertThat(answer.get()).as("after %s", PATIENCE).matches(wanted);
        delays.add(Duration.ofNanos(answer.get().atNanos() - put.atNanos()));
      }
    }
    return delays;
  }

  private static Duration slowest(List<Duration> delays) {
    return delays.stream().max(Duration::compareTo).orElseThrow();
  }

  private static Duration within(double share, List<Duration> delays) {
    long rank = Math.min(delays.size() - 1, (long) (share * delays.size()));
    return delays.stream().sorted().skip(rank).findFirst().orElseThrow();
  }
}
