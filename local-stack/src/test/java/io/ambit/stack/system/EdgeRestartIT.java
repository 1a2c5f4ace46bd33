package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.load.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An edge that comes back while nothing above it is there. */
@ExtendWith(OnRunningStack.class)
class EdgeRestartIT {
  private static final String TENANT = "restarting";
  private static final String EDGE = "edge-eu-1";

  /** Fresh for 3 s, in grace for 15 s more. */
  private static final Duration LEASE_AND_GRACE = Duration.ofSeconds(18);

  private static final Duration ON_THE_FLOOR = Duration.ofSeconds(4);

  @Test
  void anEdgeRestartedWhileEverythingAboveIsDeadAnswersFromItsDisk(RunningStack stack)
      throws Exception {
    giveTheEdgeALease(stack);
    stack.kill(RunningStack.EVERYTHING_ABOVE);
    long lostNanos = System.nanoTime();
    stack.kill(List.of(EDGE));
    stack.start(List.of(EDGE));
    Edge edge = stack.edge(EDGE);
    Edge.Answer first = edge.decide(TENANT);
    Edge.Answer refused =
        edge.askUntil(
            TENANT, LEASE_AND_GRACE.multipliedBy(2), a -> a.reason().equals("control_loss"));
    List<Edge.Answer> late = answers(edge, ON_THE_FLOOR);
    long admitted = late.stream().filter(Edge.Answer::admitted).count();
    Promises.measured(
        "anEdgeRestartedWhileEverythingAboveIsDeadAnswersFromItsDisk",
        "admits within lease and grace (18 s), and on the floor after",
        "first answer %s (%s) %s after the loss; first refused for control_loss after %s; then %d of %d admitted in %s"
            .formatted(
                first.verdict(),
                first.reason(),
                Promises.seconds(Duration.ofNanos(first.atNanos() - lostNanos)),
                Promises.seconds(Duration.ofNanos(refused.atNanos() - lostNanos)),
                admitted,
                late.size(),
                Promises.seconds(ON_THE_FLOOR)));

    assertThat(first.verdict()).isEqualTo("admit");
    assertThat(first.reason()).isEqualTo("ok");
    assertThat(refused.reason()).isEqualTo("control_loss");
    assertThat(admitted).isPositive();
    assertThat(late).extracting(Edge.Answer::reason).containsOnly("ok", "control_loss");
  }

  private static void giveTheEdgeALease(RunningStack stack) throws Exception {
    stack.operator().put(TENANT, new Budget(1_000, 100));
    try (Traffic traffic = new Traffic(stack.addresses())) {
      traffic.offer(TENANT, 200, Shares.of(1, 0, 0, 0));
      Traffic.passUntil(System.nanoTime() + Duration.ofSeconds(3).toNanos());
    }
  }

  private static List<Edge.Answer> answers(Edge edge, Duration span) throws Exception {
    List<Edge.Answer> answers = new ArrayList<>();
    edge.askUntil(TENANT, span, answer -> !answers.add(answer));
    return answers;
  }
}
