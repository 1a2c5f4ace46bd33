package io.ambit.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Boot;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers are those of docs/budgets.md: an hour's budget of 1,000 tokens, and two edges. */
class EscrowParentTest {
  private static final long SECOND = 1_000_000_000;
  private static final Account ACCOUNT =
      new Account(new LimitKey("acme", "tokens"), new Period(36_000, 39_600));
  private static final long WALL = 36_100;
  private static final Boot A = Boot.of(1, 1);
  private static final Boot B = Boot.of(2, 2);
  private static final Boot A_AGAIN = Boot.of(1, 3);

  private final EscrowParent parent = new EscrowParent();
  private long now = SECOND;
  private long sequence;

  @Test
  void whoLacksUnitsIsGivenThemAndAStockOfItsPartOfHalf() {
    claim("eu-1", A, 0, 0, 40, 700);
    claim("eu-2", B, 0, 0, 0, 100);

    assertThat(round())
        .containsExactly(
            new Allotments("eu-1", 0, List.of(allotment(A, 280, 0))),
            new Allotments("eu-2", 0, List.of(allotment(B, 100, 0))));
    assertThat(parent.chargedMilli(ACCOUNT)).isEqualTo(380_000);
  }

  @Test
  void nothingIsGivenTwiceForTheSameClaim() {
    claim("eu-1", A, 0, 0, 0, 700);
    assertThat(round()).hasSize(1);
    assertThat(round()).isEmpty();
  }

  @Test
  void whoDoesNotKnowYetIsToldAgainAndGivenNothingMore() {
    claim("eu-1", A, 0, 0, 40, 40);
    round();
    now += SECOND;
    claim("eu-1", A, 0, 0, 40, 40);

    assertThat(round()).containsExactly(new Allotments("eu-1", 0, List.of(allotment(A, 40, 0))));
  }

  @Test
  void aBootThatEndedIsChargedWhatItSpentAndTheRestIsThereAgain() {
    claim("eu-1", A, 0, 0, 300, 300);
    round();
    claim("eu-1", A, 300, 120, 0, 0);
    report("eu-1", A_AGAIN, List.of(), List.of(new Closing(ACCOUNT, A, 150_000)));
    round();

    assertThat(parent.chargedMilli(ACCOUNT)).isEqualTo(150_000);
    assertThat(parent.spentMilli(ACCOUNT)).isEqualTo(150_000);

    claim("eu-1", A, 300, 120, 500, 500);
    round();
    assertThat(parent.chargedMilli(ACCOUNT)).as("a late word of the dead").isEqualTo(150_000);
  }

  @Test
  void aBootThatVanishedStaysChargedInFull() {
    claim("eu-1", A, 0, 0, 300, 300);
    round();
    claim("eu-1", A_AGAIN, 0, 0, 10, 10);
    round();

    assertThat(parent.chargedMilli(ACCOUNT)).isEqualTo(310_000);
  }

  @Test
  void noBootClosesItself() {
    claim("eu-1", A, 0, 0, 300, 300);
    round();
    report("eu-1", A, List.of(), List.of(new Closing(ACCOUNT, A, 0)));

    assertThat(parent.chargedMilli(ACCOUNT)).isEqualTo(300_000);
  }

  @Test
  void whatCannotBeHadWholeIsNotBegunAndTheChildIsToldSo() {
    claim("eu-1", A, 0, 0, 980, 980);
    round();
    claim("eu-2", B, 0, 0, 30, 0);

    assertThat(round())
        .containsExactly(
            new Allotments("eu-2", 0, List.of(new Allotment(ACCOUNT, B, 0, 0, false, true))));
    claim("eu-2", B, 0, 0, 20, 0);
    assertThat(round()).containsExactly(new Allotments("eu-2", 0, List.of(allotment(B, 20, 0))));
  }

  @Test
  void aSuccessorChargesWhatTheRecordsSayInWhateverOrder() {
    claim("eu-1", A, 0, 0, 300, 300);
    List<Allotments> first = round();
    claim("eu-1", A, 300, 120, 400, 400);
    List<Allotments> second = round();
    EscrowParent successor = new EscrowParent();
    second.forEach(successor::restore);
    first.forEach(successor::restore);

    assertThat(successor.chargedMilli(ACCOUNT)).isEqualTo(parent.chargedMilli(ACCOUNT));
    assertThat(successor.spentMilli(ACCOUNT)).isEqualTo(120_000);
  }

  @Test
  void aPeriodThatIsOverIsForgottenLaterAndNeverOpenedAgain() {
    claim("eu-1", A, 0, 0, 300, 300);
    round();
    long over = ACCOUNT.period().endSeconds() + EscrowParent.KEEP_SECONDS;
    assertThat(round(over - 1)).isEmpty();

    assertThat(round(over)).containsExactly(new Allotments("eu-1", 39_600, List.of()));
    claim("eu-1", A, 300, 300, 1, 1);
    assertThat(round(WALL)).as("by a clock that went back").isEmpty();

    EscrowParent successor = new EscrowParent();
    successor.restore(new Allotments("eu-1", 39_600, List.of()));
    assertThat(successor.accounts()).isEmpty();
  }

  @Test
  void anHourIsOpenedAMinuteAheadAndNoEarlier() {
    claim("eu-1", A, 0, 0, 1, 1);
    assertThat(round(36_000 - 61)).isEmpty();
    assertThat(round(36_000 - 60)).hasSize(1);
  }

  @Test
  void bootsPastTheBoundStayCharged() {
    IntStream.range(0, 100)
        .forEach(
            i -> {
              claim("eu-1", Boot.of(9, i), 0, 0, 1, 1);
              round();
            });

    assertThat(parent.chargedMilli(ACCOUNT)).isEqualTo(100_000);
    claim("eu-1", A, 0, 0, 1, 1);
    assertThat(round().getFirst().allotments()).hasSizeLessThanOrEqualTo(Lines.MOST_BOOTS);
  }

  private List<Allotments> round() {
    return round(WALL);
  }

  private List<Allotments> round(long wallSeconds) {
    now += 50_000_000;
    return parent.round(
        now,
        wallSeconds,
        new Holdings() {
          @Override
          public long milli(Account account) {
            return account.equals(ACCOUNT) ? 1_000_000 : 0;
          }

          @Override
          public boolean mayGrow(Account account) {
            return false;
          }
        });
  }

  private void claim(String node, Boot boot, long held, long spent, long need, long target) {
    Claim claim =
        new Claim(
            ACCOUNT,
            held * 1_000,
            spent * 1_000,
            (held - spent) * 1_000,
            need * 1_000,
            target * 1_000);
    report(node, boot, List.of(claim), List.of());
  }

  private void report(String node, Boot boot, List<Claim> claims, List<Closing> closings) {
    parent.receive(now, new EscrowReport(node, boot, ++sequence, claims, closings));
  }

  private static Allotment allotment(Boot boot, long units, long spent) {
    return new Allotment(ACCOUNT, boot, units * 1_000, spent * 1_000, false, false);
  }
}
