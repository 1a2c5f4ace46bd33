package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.table;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.PurseTerms;
import io.ambit.edge.core.Terms;
import io.ambit.escrow.Account;
import io.ambit.escrow.Spent;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** A budget of 1,000 tokens an hour; the first hour ends 100 s from the start of the clock. */
class PurseBucketTest {
  private static final LimitKey TOKENS = new LimitKey("acme", "tokens");
  private static final Account FIRST = new Account(TOKENS, new Period(3_600, 7_200));
  private static final Account SECOND_HOUR = new Account(TOKENS, new Period(7_200, 10_800));
  private static final long END = 100 * SECOND;

  private final Gate gate = new Gate();

  @Test
  void whatIsAllottedIsSpentOnceHoweverLongItTakes() {
    publish(purse(FIRST, 10, false));

    assertThat(gate.decide("acme", 10, SECOND).reason()).isEqualTo(Reason.OK);
    assertThat(gate.decide("acme", 1, 99 * SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void anAmountIsSpentInItsPeriodAndInNoOther() {
    publish(purse(FIRST, 10, false), purse(SECOND_HOUR, 5, false));

    assertThat(gate.decide("acme", 6, END - 1).reason()).isEqualTo(Reason.OK);
    assertThat(gate.decide("acme", 5, END).reason()).isEqualTo(Reason.OK);
    assertThat(gate.decide("acme", 1, END).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.readSpent())
        .containsExactly(
            new Spent(FIRST, 6_000, 0, 0), new Spent(SECOND_HOUR, 5_000, 1_000, 1_000));
  }

  @Test
  void afterItsPeriodNothingIsLeftEvenWhileNobodySaysSo() {
    publish(purse(FIRST, 10, false));

    assertThat(gate.decide("acme", 1, END).reason()).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void aRaisedCapKeepsWhatWasSpent() {
    publish(purse(FIRST, 10, false));
    gate.decide("acme", 10, SECOND);

    publish(purse(FIRST, 15, false));

    assertThat(gate.decide("acme", 6, SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 5, SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void aPurseThatComesBackCountsFromWhatIsKnownToBeSpent() {
    publish(new PurseTerms(FIRST, 7_000, 10_000, 0, END, false));

    assertThat(gate.decide("acme", 4, SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 3, SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void whileThereIsMoreAboveAskingAgainSoonHelpsElseTheNextPeriodDoes() {
    publish(purse(FIRST, 0, false));
    assertThat(gate.decide("acme", 1, SECOND).waitNanos(1_000, SECOND)).isEqualTo(SECOND / 2);

    publish(purse(FIRST, 0, true));
    assertThat(gate.decide("acme", 1, SECOND).waitNanos(1_000, SECOND)).isEqualTo(END - SECOND);

    publish(purse(FIRST, 0, false));
    assertThat(gate.decide("acme", 1_001, SECOND).waitNanos(1_001_000, SECOND))
        .as("more than there ever is")
        .isEqualTo(END - SECOND);
  }

  @Test
  void whatWasRefusedIsAskedForUnlessNoPeriodHasSoMuch() {
    publish(purse(FIRST, 2, false));

    gate.decide("acme", 1_001, SECOND);
    gate.decide("acme", 3, SECOND);
    gate.decide("acme", 5, SECOND);

    assertThat(gate.readSpent()).containsExactly(new Spent(FIRST, 0, 5_000, 8_000));
    assertThat(gate.readSpent()).containsExactly(new Spent(FIRST, 0, 0, 0));
  }

  @Test
  void aPeriodBudgetAndARateDebitTogetherOrNotAtAll() {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            limit(purse(FIRST, 10, false)),
            rule("requests", terms(3_000, 3_000))));

    assertThat(gate.decide("acme", 4, SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 3, SECOND).reason()).isEqualTo(Reason.OK);

    assertThat(gate.readSpent()).extracting(Spent::spentMilli).containsExactly(3_000L);
  }

  @Test
  void settlingMakesADebtOfThePeriodOrGivesBackInItAlone() {
    publish(purse(FIRST, 10, false), purse(SECOND_HOUR, 10, false));
    gate.decide("acme", 10, SECOND);
    Charge charge = new Charge("acme", Costs.of(10), SECOND, true);

    assertThat(gate.settle(charge, Costs.of(4), 2 * SECOND))
        .containsExactly(new Correction("tokens", 10_000, 4_000, 0, 0, 6_000));
    assertThat(gate.settle(charge, Costs.of(1_200), 2 * SECOND))
        .as("debt ends at the limit's burst")
        .containsExactly(new Correction("tokens", 10_000, 1_200_000, 1_006_000, 184_000, 0));
    assertThat(gate.decide("acme", 10, END).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void racingRequestsSpendWhatThereIsToTheLastUnit() throws Exception {
    publish(purse(FIRST, 100_000, false));
    LongAdder admitted = new LongAdder();
    List<Future<?>> doors = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        doors.add(threads.submit(() -> ask(40_000, admitted)));
      }
      for (Future<?> door : doors) {
        door.get();
      }
    }

    assertThat(admitted.sum()).isEqualTo(100_000);
  }

  @Test
  void spendingAllocatesNothing() {
    publish(purse(FIRST, 30_000, false));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ask(20_000, new LongAdder());
    long before = threads.getCurrentThreadAllocatedBytes();
    ask(20_000, new LongAdder());
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes).as("for 20,000 decisions").isLessThan(20_000);
  }

  private void ask(int times, LongAdder admitted) {
    for (int i = 0; i < times; i++) {
      if (gate.decide("acme", 1, SECOND).verdict() == Verdict.ADMIT) {
        admitted.increment();
      }
    }
  }

  private void publish(PurseTerms... purses) {
    gate.publish(0, table(Enforcement.ENFORCE, limit(purses)));
  }

  private static LimitRule limit(PurseTerms... purses) {
    Limit limit = new Limit("tokens", "tokens", 1_000, 3_600, 1_000, 0, 1_000, 1, new TreeMap<>());
    Terms none = new Terms(Share.NONE, Share.NONE, 0);
    return new LimitRule(TOKENS, limit, none, 0, 0, false, List.of(purses));
  }

  private static PurseTerms purse(Account account, long units, boolean exhausted) {
    boolean first = account.equals(FIRST);
    return new PurseTerms(
        account, 0, units * Limit.MILLI, first ? 0 : END, first ? END : 2 * END, exhausted);
  }
}
