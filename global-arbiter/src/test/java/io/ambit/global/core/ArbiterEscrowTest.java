package io.ambit.global.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.escrow.Account;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.Claim;
import io.ambit.escrow.EscrowReport;
import io.ambit.global.core.ArbiterEscrow.Balance;
import io.ambit.model.Alignment;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A million tokens a month. */
class ArbiterEscrowTest {
  private static final long SECOND = 1_000_000_000;
  private static final LimitKey KEY = new LimitKey("acme", "tokens");
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final Account NOVEMBER =
      new Account(
          KEY,
          new Period(
              Instant.parse("2026-11-01T00:00:00Z").getEpochSecond(),
              Instant.parse("2026-12-01T00:00:00Z").getEpochSecond()));

  private final PolicyBook book = new PolicyBook();
  private final ArbiterEscrow escrow = new ArbiterEscrow(book);
  private long revision;
  private long sequence;

  @Test
  void aRegionIsAllottedWhatItLacksAndOperatorsSeeTheBalance() {
    set(1_000_000);
    claim(NOVEMBER, 0, 0, 300_000);
    assertThat(tick()).hasSize(1);
    claim(NOVEMBER, 300_000, 120_000, 0);

    assertThat(tick()).isEmpty();
    assertThat(escrow.balance(KEY, limit(1_000_000)))
        .contains(new Balance(NOVEMBER.period(), 1_000_000_000, 120_000_000, 300_000_000));
  }

  @Test
  void aLoweredQuotaTakesNothingBackAndGivesNothingMore() {
    set(1_000_000);
    claim(NOVEMBER, 0, 0, 300_000);
    tick();
    set(200_000);
    claim(NOVEMBER, 300_000, 300_000, 1);

    assertThat(tick())
        .extracting(each -> each.allotments().getFirst().exhausted())
        .containsExactly(true);

    set(300_001);
    claim(NOVEMBER, 300_000, 300_000, 1);
    assertThat(tick())
        .extracting(each -> each.allotments().getFirst().allottedMilli())
        .containsExactly(300_001_000L);
  }

  @Test
  void noWindowOfTheLimitNoAmount() {
    set(1_000_000);
    claim(
        new Account(
            KEY,
            new Period(NOVEMBER.period().startSeconds(), NOVEMBER.period().startSeconds() + 3_600)),
        0,
        0,
        5);
    claim(new Account(new LimitKey("acme", "bytes"), NOVEMBER.period()), 0, 0, 5);
    claim(new Account(new LimitKey("nobody", "tokens"), NOVEMBER.period()), 0, 0, 5);

    assertThat(tick())
        .flatExtracting(Allotments::allotments)
        .noneMatch(each -> each.allottedMilli() > 0);
  }

  @Test
  void aSuccessorGoesOnFromTheRecords() {
    set(1_000_000);
    claim(NOVEMBER, 0, 0, 900_000);
    Allotments record = tick().getFirst();
    ArbiterEscrow successor = new ArbiterEscrow(book);
    successor.restore(record);
    successor.receive(SECOND, report(NOVEMBER, 900_000, 900_000, 200_000));

    assertThat(successor.tick(SECOND, NOW))
        .extracting(each -> ((ArbiterEffect.Allot) each).allotments().allotments().getFirst())
        .allMatch(each -> each.allottedMilli() == 900_000_000 && each.exhausted());
  }

  private void set(long quota) {
    book.apply(
        new PolicyRecord(
            PolicyKey.budget("acme"),
            ++revision,
            revision,
            Budget.of(limit(quota)),
            0,
            0,
            "ada",
            "test"));
  }

  private static Limit limit(long quota) {
    return new Limit(
        "tokens",
        "tokens",
        quota,
        Limit.MONTH_SECONDS,
        quota,
        0,
        quota,
        1,
        new TreeMap<>(),
        Alignment.CALENDAR);
  }

  private void claim(Account account, long held, long spent, long need) {
    escrow.receive(SECOND, report(account, held, spent, need));
  }

  private EscrowReport report(Account account, long held, long spent, long need) {
    Claim claim =
        new Claim(account, held * 1_000, spent * 1_000, (held - spent) * 1_000, need * 1_000, 0);
    return new EscrowReport("eu", EscrowReport.STANDING, ++sequence, List.of(claim), List.of());
  }

  private List<Allotments> tick() {
    return escrow.tick(SECOND, NOW).stream()
        .map(effect -> ((ArbiterEffect.Allot) effect).allotments())
        .toList();
  }
}
