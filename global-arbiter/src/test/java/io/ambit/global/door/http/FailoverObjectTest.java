package io.ambit.global.door.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Proposal;
import io.ambit.global.core.BudgetFollow;
import io.ambit.global.core.Move;
import io.ambit.global.door.http.FailoverObject.Status;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailoverObjectTest {
  private static final Move.Event COMMITTED = new Move.Event(1_000, "committed", 0, "");
  private static final Move.Event DONE = new Move.Event(1_400, "done", 10_000, "");
  private static final Move.Event FOLLOWED =
      new Move.Event(1_700, "budget followed", 10_000, "by table 17 600/s of demand moved");

  @Test
  void budgetsAreToldBesideTheStepsOfTraffic() {
    BudgetFollow follow = new BudgetFollow(17, 600_000, 1_500, BudgetFollow.Phase.FOLLOWED, 210);
    Status status = status(move(follow, COMMITTED, DONE, FOLLOWED));

    assertThat(status.step()).isEqualTo("done");
    assertThat(status.durationMillis()).as("of traffic").isEqualTo(400);
    assertThat(status.timeline())
        .extracting(FailoverObject.Event::message)
        .last()
        .isEqualTo("by table 17 600/s of demand moved");
    assertThat(status.budget())
        .isEqualTo(
            new FailoverObject.BudgetView(
                17, "followed", new BigDecimal("600"), new BigDecimal("1.5"), 210));
  }

  @Test
  void whatMovesNoDemandSaysNothingOfBudgets() {
    assertThat(status(move(null, COMMITTED, DONE)).budget()).isNull();
  }

  private static Status status(Move move) {
    return Objects.requireNonNull(FailoverObject.of(move).status());
  }

  private static Move move(@Nullable BudgetFollow follow, Move.Event... events) {
    return new Move(
        "evacuate-eu-9",
        Proposal.Kind.EVACUATE,
        "eu",
        false,
        "olga",
        "new kernel",
        "",
        Move.Phase.DONE,
        List.of(events),
        follow);
  }
}
