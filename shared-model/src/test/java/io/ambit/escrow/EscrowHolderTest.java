package io.ambit.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Boot;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An hour's budget of 1,000 tokens at one edge. */
class EscrowHolderTest {
  private static final long SECOND = 1_000_000_000;
  private static final LimitKey KEY = new LimitKey("acme", "tokens");
  private static final Limit LIMIT =
      new Limit("tokens", "tokens", 1_000, 3_600, 1_000, 0, 1_000, 1, new TreeMap<>());
  private static final Account ACCOUNT = new Account(KEY, new Period(36_000, 39_600));
  private static final Account NEXT = new Account(KEY, new Period(39_600, 43_200));
  private static final Boot A = Boot.of(1, 1);
  private static final Boot B = Boot.of(1, 2);

  private final EscrowHolder holder = new EscrowHolder("eu-1", A);
  private long now = SECOND;

  @Test
  void whatIsAllottedMayBeSpentOnlyAsFarAsTheDiskSaysItMayHave() {
    follow(36_100);
    allot(A, 100);
    read(0, 0);
    assertThat(cap()).isZero();
    assertThat(holder.memory().reserves())
        .containsExactly(new EscrowMemory.Reserve(ACCOUNT, 1_000));

    holder.written(holder.memory().version());

    assertThat(cap()).isEqualTo(1_000);
  }

  @Test
  void theDiskIsToldAheadOfDemandAndOfACostThatWasRefused() {
    follow(36_100);
    allot(A, 100);
    write(0, 0);
    write(1_000, 60_000);

    assertThat(cap()).isEqualTo(61_000);
  }

  @Test
  void theNextBootSaysWhatThisOneMayHaveSpentAndTheParentHasTheRest() {
    follow(36_100);
    allot(A, 100);
    write(0, 40_000);
    EscrowHolder next = new EscrowHolder("eu-1", B);

    next.resume(holder.memory());
    next.follow(now, 36_200, Map.of(KEY, LIMIT));

    assertThat(next.report(now).orElseThrow().closings())
        .containsExactly(new Closing(ACCOUNT, A, 40_000));
    assertThat(next.memory().closings()).containsExactly(new Closing(ACCOUNT, A, 40_000));
  }

  @Test
  void whatAnotherBootWasAllottedIsNotThisOnes() {
    follow(36_100);
    allot(B, 100);
    write(0, 10_000);

    assertThat(cap()).isZero();
  }

  @Test
  void theNextPeriodIsAskedForFiveSecondsAhead() {
    follow(39_594);
    assertThat(claims()).extracting(Claim::account).containsExactly(ACCOUNT);
    now += SECOND;
    follow(39_595);
    assertThat(claims()).extracting(Claim::account).containsExactly(ACCOUNT, NEXT);
  }

  @Test
  void anIdleEdgeWantsOneUnitOrOnePartInTenThousandAndOfASmallBudgetNothing() {
    follow(36_100);
    assertThat(claims()).extracting(Claim::targetMilli).containsExactly(1_000L);
    now += SECOND;
    Limit large = new Limit("tokens", "tokens", 50_000, 3_600, 1, 0, 50_000, 1, new TreeMap<>());
    holder.follow(now, 36_100, Map.of(KEY, large));
    assertThat(claims()).extracting(Claim::targetMilli).containsExactly(5_000L);
    now += SECOND;
    Limit small = new Limit("tokens", "tokens", 999, 3_600, 1, 0, 999, 1, new TreeMap<>());
    holder.follow(now, 36_100, Map.of(KEY, small));
    assertThat(claims()).extracting(Claim::targetMilli).containsExactly(0L);
  }

  @Test
  void aBusyEdgeWantsTwoSecondsOfWhatItIsAskedFor() {
    follow(36_100);
    read(0, 0);
    now += SECOND;
    read(20_000, 10_000);

    assertThat(claims()).extracting(Claim::targetMilli).containsExactly(60_000L);
  }

  @Test
  void aLimitThatGoesAndComesBackHasSpentAllItMayHave() {
    follow(36_100);
    allot(A, 100);
    write(10_000, 40_000);
    holder.follow(now, 36_100, Map.of());
    assertThat(holder.purses(KEY)).isEmpty();

    follow(36_100);

    assertThat(holder.purses(KEY)).containsExactly(new Purse(ACCOUNT, 50_000, 50_000, false));
  }

  @Test
  void debtIsAskedForAndNeverToldAsSpentBeyondWhatIsHeld() {
    follow(36_100);
    allot(A, 100);
    read(130_000, 0);

    Claim claim = claims().getFirst();

    assertThat(claim.spentMilli()).isEqualTo(100_000);
    assertThat(claim.freeMilli()).isZero();
    assertThat(claim.needMilli()).isEqualTo(30_000);
  }

  @Test
  void whoLacksNothingReportsOnceASecond() {
    follow(36_100);
    assertThat(holder.report(now)).isPresent();
    assertThat(holder.report(now + SECOND - 1)).isEmpty();
    assertThat(holder.report(now + SECOND)).isPresent();
  }

  @Test
  void whoRefusesReportsTenTimesASecond() {
    follow(36_100);
    claims();
    read(0, 5_000);
    assertThat(holder.report(now + SECOND / 20)).isEmpty();
    assertThat(holder.report(now + SECOND / 10)).isPresent();
  }

  private List<Claim> claims() {
    Optional<EscrowReport> report = holder.report(now);
    return report.orElseThrow().claims();
  }

  private void follow(long wallSeconds) {
    holder.follow(now, wallSeconds, Map.of(KEY, LIMIT));
  }

  private void allot(Boot boot, long units) {
    holder.apply(
        new Allotments(
            "eu-1", 0, List.of(new Allotment(ACCOUNT, boot, units * 1_000, 0, false, false))));
  }

  private void read(long spentMilli, long shortMilli) {
    holder.read(now, List.of(new Spent(ACCOUNT, spentMilli, shortMilli, shortMilli)));
  }

  private void write(long spentMilli, long shortMilli) {
    read(spentMilli, shortMilli);
    holder.written(holder.memory().version());
  }

  private long cap() {
    return holder.purses(KEY).getFirst().capMilli();
  }
}
