package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parts above the edges are killed under steady load and started again: nobody who asks an edge
 * notices, everything comes back by itself, and nothing that was acknowledged is lost.
 */
@ExtendWith(OnRunningStack.class)
class LossIT {
  private static final Duration LENGTH = Duration.ofSeconds(8);

  /** Longer than lease and grace of an edge, 18 s. */
  private static final Duration LENGTH_OF_EVERYTHING = Duration.ofSeconds(20);

  private static final double LEAST_ADMITTED = 0.95;

  @Test
  void edgesAnswerThroughTheLossOfArbiter(RunningStack stack) throws Exception {
    Loss loss = Loss.of(stack, "loss-of-arbiter", List.of("arbiter-1"), LENGTH);
    holds(stack, "edgesAnswerThroughTheLossOfArbiter", loss);
    onTheirLeases(loss);
  }

  @Test
  void edgesAnswerThroughTheLossOfRegion(RunningStack stack) throws Exception {
    Loss loss = Loss.of(stack, "loss-of-region", List.of("region-eu"), LENGTH);
    holds(stack, "edgesAnswerThroughTheLossOfRegion", loss);
    onTheirLeases(loss);
  }

  @Test
  void edgesAnswerThroughTheLossOfRedis(RunningStack stack) throws Exception {
    Loss loss = Loss.of(stack, "loss-of-redis", List.of("redis"), LENGTH);
    holds(stack, "edgesAnswerThroughTheLossOfRedis", loss);
    onTheirLeases(loss);
  }

  @Test
  void edgesAnswerThroughTheLossOfKafka(RunningStack stack) throws Exception {
    Loss loss =
        Loss.of(
            stack,
            "loss-of-kafka",
            List.of("kafka"),
            LENGTH,
            () -> {
              // Before the arbiter can know that Kafka is gone, and once it does.
              refusesToWrite(stack, "unlucky-1");
              refusesToWrite(stack, "unlucky-2");
            });
    holds(stack, "edgesAnswerThroughTheLossOfKafka", loss);
    onTheirLeases(loss);
  }

  @Test
  void edgesAnswerThroughTheLossOfEverythingAbove(RunningStack stack) throws Exception {
    Loss loss =
        Loss.of(stack, "loss-of-everything", RunningStack.EVERYTHING_ABOVE, LENGTH_OF_EVERYTHING);
    holds(stack, "edgesAnswerThroughTheLossOfEverythingAbove", loss);
  }

  private static void holds(RunningStack stack, String promise, Loss loss) throws Exception {
    Promises.measured(
        promise,
        "0 failures; p99 <= %.1f ms in the loss; converged <= %s after ready"
            .formatted(loss.latencyBoundMillis(), Promises.seconds(Loss.CONVERGES_WITHIN)),
        loss.figures());

    assertThat(loss.all().failures()).isEmpty();
    assertThat(loss.during().percentileMillis(99)).isLessThanOrEqualTo(loss.latencyBoundMillis());
    assertThat(loss.converging()).isLessThanOrEqualTo(Loss.CONVERGES_WITHIN);
    stack.operator().requireNothingLost();
    worksAgain(stack);
  }

  /** Lease and grace outlast the loss, so it costs no admission either. */
  private static void onTheirLeases(Loss loss) {
    assertThat((double) loss.during().admitted().count())
        .isGreaterThanOrEqualTo(LEAST_ADMITTED * loss.during().count());
  }

  private static void refusesToWrite(RunningStack stack, String tenant) throws Exception {
    HttpResponse<String> answer = stack.operator().tryPut(tenant, new Budget(10, 10));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private static void worksAgain(RunningStack stack) throws Exception {
    String tenant = stack.operator().acknowledged().lastEntry().getKey();
    long revision = stack.operator().put(tenant, new Budget(100, 10)).revision();
    for (Edge edge : stack.edges()) {
      Edge.Answer answer =
          edge.askUntil(tenant, Duration.ofSeconds(5), a -> a.policyRevision() >= revision);
      assertThat(answer.policyRevision()).as(edge.name()).isGreaterThanOrEqualTo(revision);
    }
  }
}
