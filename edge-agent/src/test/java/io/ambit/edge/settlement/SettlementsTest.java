package io.ambit.edge.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Correction;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.Standing;
import io.ambit.edge.core.TenantRule;
import io.ambit.edge.core.Terms;
import io.ambit.lease.Boot;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The numbers are those of docs/budgets.md: 100 tokens per second here, 200 at once. */
class SettlementsTest {
  private static final long SECOND = 1_000_000_000;
  private static final LimitKey TOKENS = new LimitKey("acme", "tokens");

  private final Gate gate = new Gate();
  private final Receipts receipts = new Receipts(Boot.of(1, 2), new byte[32], 0);
  private final Settlements settlements = new Settlements(gate, 3);

  SettlementsTest() {
    publish(Enforcement.ENFORCE, new Share(100_000, 200_000));
  }

  @Test
  void whatARequestTookMoreIsADebtThatLaterTokensRepay() {
    Receipt receipt = admitted(150, 10 * SECOND);

    Correction correction = settle(receipt, 350, 10 * SECOND);

    assertThat(correction).isEqualTo(new Correction("tokens", 150_000, 350_000, 200_000, 0, 0));
    assertThat(decide(1, 11 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
    assertThat(decide(0, 11 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
    assertThat(decide(50, 12 * SECOND)).isEqualTo(Reason.OK);
    assertThat(decide(1, 12 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void debtEndsAtFiveSecondsOfTheRateAndTheRestIsWrittenOff() {
    Receipt receipt = admitted(200, 10 * SECOND);

    Correction correction = settle(receipt, 1_000, 10 * SECOND);

    assertThat(correction)
        .isEqualTo(new Correction("tokens", 200_000, 1_000_000, 500_000, 300_000, 0));
    assertThat(decide(1, 15 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
    assertThat(decide(1, 15 * SECOND + SECOND / 100)).isEqualTo(Reason.OK);
  }

  @Test
  void whatARequestTookLessComesBackWhileItsTermsLast() {
    Receipt receipt = admitted(150, 10 * SECOND);

    assertThat(settle(receipt, 30, 10 * SECOND))
        .isEqualTo(new Correction("tokens", 150_000, 30_000, 0, 0, 120_000));
    assertThat(decide(170, 10 * SECOND)).isEqualTo(Reason.OK);
    assertThat(decide(1, 10 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void whatComesBackNeverFillsABucketBeyondItsDepth() {
    Receipt receipt = admitted(150, 10 * SECOND);

    settle(receipt, 0, 100 * SECOND);

    assertThat(decide(201, 100 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
    assertThat(decide(200, 100 * SECOND)).isEqualTo(Reason.OK);
    assertThat(decide(1, 100 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void onceTheTermsHaveChangedNothingComesBack() {
    Receipt receipt = admitted(150, 10 * SECOND);
    publish(Enforcement.ENFORCE, new Share(90_000, 200_000), 10 * SECOND + 1);

    assertThat(settle(receipt, 30, 10 * SECOND + 1).refundedMilli()).isZero();
  }

  @Test
  void debtOutlivesAChangeOfTerms() {
    settle(admitted(200, 10 * SECOND), 400, 10 * SECOND);

    publish(Enforcement.ENFORCE, new Share(200_000, 200_000), 10 * SECOND);

    assertThat(decide(1, 11 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
    assertThat(decide(1, 11 * SECOND + SECOND / 200)).isEqualTo(Reason.OK);
  }

  @Test
  void settlingTwiceAnswersTheSameAndDebitsOnce() {
    Receipt receipt = admitted(150, 10 * SECOND);

    Correction first = settle(receipt, 250, 10 * SECOND);
    Correction second = settle(receipt, 999, 11 * SECOND);

    assertThat(second).isEqualTo(first);
    assertThat(decide(50, 11 * SECOND)).isEqualTo(Reason.OK);
    assertThat(decide(1, 11 * SECOND)).isEqualTo(Reason.OVER_BUDGET);
  }

  @Test
  void whatWasTakenMoreCountsAsAdmittedPaidOrNot() {
    settle(admitted(200, 10 * SECOND), 1_000, 10 * SECOND);

    assertThat(gate.readUsage(10 * SECOND)).containsExactly(new Usage(TOKENS, 600_000, 1_000_000));
  }

  @Test
  void whatShadowLetThroughWithoutADebitIsCountedAlone() {
    publish(Enforcement.SHADOW, new Share(100_000, 200_000));
    Charge charge = new Charge("acme", Costs.of(300), 10 * SECOND, false);
    gate.decide("acme", Costs.of(300), 10 * SECOND);

    Correction correction = settle(read(receipts.admitted(charge)), 400, 10 * SECOND);

    assertThat(correction).isEqualTo(new Correction("tokens", 300_000, 400_000, 0, 0, 0));
    assertThat(decide(200, 10 * SECOND)).isEqualTo(Reason.OK);
  }

  @Test
  void aDecisionOlderThanTenMinutesIsForgotten() {
    Receipt receipt = admitted(150, 10 * SECOND);

    assertThat(settlements.settle(receipt, actual(160), 611 * SECOND)).isEmpty();
    assertThat(settlements.settle(receipt, actual(160), 610 * SECOND)).isPresent();
  }

  @Test
  void whatIsForgottenIsNeverChargedAgain() {
    List<Receipt> taken =
        List.of(admitted(1, SECOND), admitted(1, SECOND), admitted(1, SECOND), admitted(1, SECOND));
    taken.forEach(receipt -> settle(receipt, 2, SECOND));

    assertThat(settlements.settle(taken.get(0), actual(2), SECOND)).isEmpty();
    assertThat(settlements.settle(taken.get(1), actual(2), SECOND)).isPresent();
  }

  private Receipt admitted(long cost, long now) {
    Costs costs = Costs.of(cost);
    assertThat(gate.decide("acme", costs, now).reason()).isEqualTo(Reason.OK);
    return read(receipts.admitted(new Charge("acme", costs, now, true)));
  }

  private Receipt read(String id) {
    return receipts.read(id).orElseThrow();
  }

  private Correction settle(Receipt receipt, long cost, long now) {
    Optional<Settlement> settlement = settlements.settle(receipt, actual(cost), now);
    return settlement.orElseThrow().corrections().getFirst();
  }

  private static Actual actual(long cost) {
    return new Actual(cost, new TreeMap<>());
  }

  private Reason decide(long cost, long now) {
    return gate.decide("acme", Costs.of(cost), now).reason();
  }

  private void publish(Enforcement enforcement, Share lease) {
    publish(enforcement, lease, 0);
  }

  private void publish(Enforcement enforcement, Share lease, long now) {
    LimitRule rule =
        new LimitRule(
            TOKENS, Limit.perSecond("tokens", 1_000, 400), new Terms(lease, Share.NONE, 1L << 61));
    SortedMap<String, TenantRule> tenants = new TreeMap<>();
    tenants.put("acme", new TenantRule(enforcement, List.of(rule)));
    gate.publish(
        now, new GateTable(tenants, false, true, new Standing(Mode.TARGET, "test", 1, null)));
  }
}
