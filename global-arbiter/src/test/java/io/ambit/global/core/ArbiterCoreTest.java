package io.ambit.global.core;

import static io.ambit.global.core.Scene.ABSENT;
import static io.ambit.global.core.Scene.ACME;
import static io.ambit.global.core.Scene.NONE;
import static io.ambit.global.core.Scene.at;
import static io.ambit.global.core.Scene.budget;
import static io.ambit.global.core.Scene.edge;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.AuditEvent;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionBounds;
import io.ambit.model.RegionDeclaration;
import io.ambit.wire.Wire;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ArbiterCoreTest {
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");

  private static final String LONG_NAME = "t".repeat(58);
  private static final String LONG_LIMIT = "r".repeat(63);

  private final Scene scene = Scene.leading();

  @Test
  void aCommandChangesNothingUntilItsRecordIsReadBack() {
    long command = scene.put(ACME, 1_000, NONE);

    assertThat(scene.core.policy().live(ACME)).isEmpty();
    assertThat(scene.replies).isEmpty();

    scene.commit();
    assertThat(scene.core.policy().budget("acme")).contains(budget(1_000));
    assertThat(scene.replies.get(command))
        .isEqualTo(new Reply.Committed(scene.core.policy().live(ACME).orElseThrow(), true));
  }

  @Test
  void anAcknowledgementAloneIsNoAnswer() {
    long command = scene.put(ACME, 1_000, NONE);
    scene.give(new ArbiterInput.AppendSettled(Scene.id(scene.asked.getFirst()), true));

    assertThat(scene.replies).doesNotContainKey(command);
  }

  @Test
  void replacingWithoutSayingWhichVersionIsRefused() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();

    assertThat(scene.refusal(scene.put(ACME, 2_000, NONE)))
        .isEqualTo(Refusal.PRECONDITION_REQUIRED);
    assertThat(scene.refusal(scene.delete(ACME, NONE))).isEqualTo(Refusal.PRECONDITION_REQUIRED);
    assertThat(scene.refusal(scene.put(ACME, 2_000, ABSENT))).isEqualTo(Refusal.EXISTS);
  }

  @Test
  void aStaleWriteHearsWhoChangedTheObjectAndWhy() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    scene.put(ACME, 2_000, at(1));
    scene.commit();

    long stale = scene.put(ACME, 3_000, at(1));
    PolicyRecord held = scene.heldAgainst(stale);
    assertThat(scene.refusal(stale)).isEqualTo(Refusal.STALE);
    assertThat(held.actor()).isEqualTo("olga");
    assertThat(held.reason()).isEqualTo("because 2");
    assertThat(held.generation()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereCanBeCreatedOnly() {
    assertThat(scene.refusal(scene.put(ACME, 1, at(1)))).isEqualTo(Refusal.ABSENT);
    assertThat(scene.refusal(scene.put(ACME, 1, new Precondition.Present())))
        .isEqualTo(Refusal.ABSENT);
    assertThat(scene.refusal(scene.delete(ACME, at(1)))).isEqualTo(Refusal.NOT_FOUND);
  }

  @Test
  void ofTwoWritesOnTheSameVersionExactlyOneWins() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();

    long first = scene.put(ACME, 2_000, at(1));
    long second = scene.put(ACME, 3_000, at(1));
    assertThat(scene.asked).as("the second waits for the first").hasSize(1);
    scene.commitAll();

    assertThat(scene.replies.get(first)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.refusal(second)).isEqualTo(Refusal.STALE);
  }

  @Test
  void aPutThatChangesNothingWritesNothing() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();

    assertThat(scene.replies.get(scene.put(ACME, 1_000, at(1))))
        .isInstanceOf(Reply.Unchanged.class);
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void aDryRunAnswersLikeTheWriteAndStoresNothing() {
    long create = scene.want(ACME, new Change.Put(budget(1)), ABSENT, true);
    assertThat(scene.replies.get(create))
        .isInstanceOfSatisfying(
            Reply.WouldCommit.class,
            would -> {
              assertThat(would.created()).isTrue();
              assertThat(would.record().revision()).isZero();
            });
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    long stale = scene.want(ACME, new Change.Put(budget(2)), at(7), true);

    assertThat(scene.refusal(stale)).isEqualTo(Refusal.STALE);
    assertThat(scene.log).hasSize(1);
  }

  @Test
  void aWriteOfUnknownOutcomeHoldsItsObjectUntilTheLogIsRead() {
    long lost = scene.put(ACME, 1_000, NONE);
    scene.pass(100);
    scene.fail();
    assertThat(scene.refusal(lost)).isEqualTo(Refusal.OUTCOME_UNKNOWN);
    assertThat(scene.refusal(scene.put(ACME, 2_000, NONE))).isEqualTo(Refusal.IN_DOUBT);

    scene.pass(50);
    scene.caughtUp();
    scene.put(ACME, 2_000, NONE);
    scene.commit();
    assertThat(scene.core.policy().budget("acme")).contains(budget(2_000));
  }

  @Test
  void aWriteThatLandsAfterAllIsTrueThoughNobodyWasToldSo() {
    scene.put(ACME, 1_000, NONE);
    ArbiterEffect late = scene.fail();
    scene.land(late);

    assertThat(scene.core.policy().budget("acme")).contains(budget(1_000));
    assertThat(scene.refusal(scene.put(ACME, 2_000, ABSENT))).isEqualTo(Refusal.EXISTS);
  }

  @Test
  void aReadingOfTheLogFromBeforeTheFailureProvesNothing() {
    scene.put(ACME, 1_000, NONE);
    long before = scene.nowNanos();
    scene.pass(100);
    scene.fail();
    scene.give(new ArbiterInput.CaughtUp(before));

    assertThat(scene.refusal(scene.put(ACME, 2_000, NONE))).isEqualTo(Refusal.IN_DOUBT);
  }

  @Test
  void anOperatorHearsWithinFourSecondsThatNothingIsKnown() {
    long silent = scene.put(ACME, 1_000, NONE);
    scene.pass(4_100);

    assertThat(scene.refusal(silent)).isEqualTo(Refusal.OUTCOME_UNKNOWN);
  }

  @Test
  void whoWaitsBehindAFailedWriteHearsThatItsOwnWasNotStored() {
    scene.put(ACME, 1_000, NONE);
    long waiting = scene.put(ACME, 2_000, NONE);
    scene.fail();

    assertThat(scene.refusal(waiting)).isEqualTo(Refusal.IN_DOUBT);
  }

  @Test
  void theQueueBehindOneObjectIsBounded() {
    for (int i = 0; i <= Unsettled.MOST_WAITING; i++) {
      scene.put(ACME, 1_000 + i, NONE);
    }

    assertThat(scene.refusal(scene.put(ACME, 9_000, NONE))).isEqualTo(Refusal.BUSY);
  }

  @Test
  void deletingWritesTheRecordAndThenTheTombstone() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    long delete = scene.delete(ACME, at(1));
    scene.commit();
    assertThat(scene.replies.get(delete)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.asked).singleElement().isInstanceOf(ArbiterEffect.Bury.class);

    long create = scene.put(ACME, 2_000, ABSENT);
    assertThat(scene.replies).as("waits for the tombstone").doesNotContainKey(create);
    scene.commitAll();
    assertThat(scene.replies.get(create)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.log)
        .extracting(entry -> entry.record() == null)
        .containsExactly(false, false, true, false);
  }

  @Test
  void aTombstoneThatFailedIsWrittenAgainOnceTheLogIsRead() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    scene.delete(ACME, at(1));
    scene.commit();
    scene.pass(50);
    scene.fail();
    scene.pass(50);
    scene.caughtUp();

    assertThat(scene.asked).singleElement().isInstanceOf(ArbiterEffect.Bury.class);
  }

  @Test
  void aSilentLogRefusesWritesAtOnce() {
    scene.pass(3_100);

    assertThat(scene.refusal(scene.put(ACME, 1_000, NONE))).isEqualTo(Refusal.LOG_SILENT);
    assertThat(scene.core.mode().mode()).isEqualTo(Mode.DEGRADED);

    scene.caughtUp();
    scene.put(ACME, 1_000, NONE);
    assertThat(scene.asked).hasSize(1);
  }

  @Test
  void nothingIsDecidedBeforeTheLogIsReadBack() {
    Scene young = new Scene();

    assertThat(young.refusal(young.put(ACME, 1_000, NONE))).isEqualTo(Refusal.NOT_READY);
    assertThat(young.core.mode().mode()).isEqualTo(Mode.RECOVERY);
  }

  @Test
  void aLostRedisDegradesAndNothingElse() {
    scene.pass(2_000);
    assertThat(scene.core.mode().mode()).isEqualTo(Mode.TARGET);
    scene.give(new ArbiterInput.RedisSeen(false));
    scene.pass(50);

    assertThat(scene.core.mode().mode()).isEqualTo(Mode.DEGRADED);
    scene.put(ACME, 1_000, NONE);
    assertThat(scene.asked).hasSize(1);
  }

  @Test
  void moreThanTheMostTenantsAreRefused() {
    for (int i = 0; i < ArbiterCore.MAX_TENANTS; i++) {
      PolicyKey key = PolicyKey.budget("t" + i);
      scene.core.policy().apply(new PolicyRecord(key, i + 1, 1, budget(1_000), 0, 0, "olga", ""));
    }

    assertThat(scene.refusal(scene.put(ACME, 1_000, ABSENT))).isEqualTo(Refusal.TOO_MANY_TENANTS);
  }

  @Test
  void aNewBudgetIsGivenToEveryRegionThatIsThereAtOnce() {
    scene.report("eu", "acme", 0);
    scene.report("us", "acme", 0);
    scene.put(ACME, 1_000, NONE);
    scene.commit();

    long total =
        List.of("eu", "us").stream()
            .map(region -> scene.given(region).leases().getFirst())
            .mapToLong(lease -> lease.lease().rateMilli())
            .sum();
    assertThat(total).isEqualTo(Durations.derated(1_000_000)).isEqualTo(999_000);
  }

  @Test
  void aDeletedBudgetIsTakenFromEveryRegionAtOnce() {
    scene.report("eu", "acme", 0);
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    scene.delete(ACME, at(1));
    scene.commit();

    assertThat(scene.given("eu").leases()).isEmpty();
  }

  @Test
  void aLoweredLimitIsGivenSmallerAtOnceAndChargedUntilTheOldOneEnds() {
    scene.report("eu", "acme", 0);
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    long before = scene.given("eu").leases().getFirst().lease().rateMilli();
    scene.put(ACME, 100, at(1));
    scene.commit();

    long after = scene.given("eu").leases().getFirst().lease().rateMilli();
    assertThat(after).isEqualTo(99_900);
    assertThat(scene.core.regions().charged("eu", REQUESTS).rateMilli())
        .isEqualTo(before)
        .isEqualTo(999_000);
  }

  @Test
  void floorsAreAHundredthOfTheRateAndAQuarterOfTheBurst() {
    Budget budget =
        new Budget(
            List.of(Limit.perSecond("requests", 1_000, 102)),
            Enforcement.ENFORCE,
            new ControlLoss(5_000, ControlLoss.Mode.HOLD, 1_000));
    scene.want(ACME, new Change.Put(budget), NONE, false);
    scene.commit();
    var holding = Sharing.holdings(scene.core.policy(), scene.core.activeTenants()).getFirst();

    assertThat(holding.floor()).isEqualTo(new Share(9_990, 25_000));
    assertThat(holding.times().ttlMillis()).isEqualTo(10_000);
    assertThat(holding.times().holdMillis()).isEqualTo(15_000);
  }

  @Test
  void aClosedBudgetHasNoFloor() {
    Budget budget =
        new Budget(
            List.of(Limit.perSecond("requests", 1_000, 100)),
            Enforcement.ENFORCE,
            new ControlLoss(0, ControlLoss.Mode.CLOSED, 1_000));
    scene.want(ACME, new Change.Put(budget), NONE, false);
    scene.commit();

    assertThat(Sharing.holdings(scene.core.policy(), scene.core.activeTenants()).getFirst().floor())
        .isEqualTo(Share.NONE);
  }

  @Test
  void aRegionsTermsAreItsWeightAndItsBoundsPerSecond() {
    TreeMap<String, RegionBounds> bounds = new TreeMap<>();
    bounds.put("eu", new RegionBounds(100, 800));
    Limit limit = new Limit("requests", "requests", 1_000, 2, 100, 0, 900, 1, bounds);
    scene.want(ACME, new Change.Put(Budget.of(limit)), NONE, false);
    scene.commit();
    scene.want(
        PolicyKey.region("eu"),
        new Change.Put(new RegionDeclaration(0, 3, RegionDeclaration.AdminState.ACTIVE)),
        NONE,
        false);
    scene.commit();
    var terms =
        Sharing.holdings(scene.core.policy(), scene.core.activeTenants()).getFirst().terms();

    assertThat(terms.apply("eu").weight()).isEqualTo(3);
    assertThat(terms.apply("eu").guaranteedMilli()).isEqualTo(50_000);
    assertThat(terms.apply("eu").ceilingMilli()).isEqualTo(400_000);
    assertThat(terms.apply("us").ceilingMilli()).isEqualTo(450_000);
  }

  @Test
  void aTenantNobodyConfiguredIsGivenTheDefaultBudgetWhileItAsks() {
    scene.put(PolicyKey.DEFAULT_BUDGET, 500, NONE);
    scene.commit();
    scene.report("eu", "newcomer", 0);
    scene.pass(100);
    scene.report("eu", "newcomer", 10);
    scene.pass(50);

    assertThat(scene.given("eu").leases())
        .extracting(LeaseGrant::key)
        .containsExactly(new LimitKey("newcomer", "requests"));

    for (int second = 0; second < 62; second++) {
      scene.pass(1_000);
      scene.report("eu", "newcomer", 10);
    }
    scene.pass(1_000);
    assertThat(scene.core.activeTenants()).isEmpty();
  }

  @Test
  void withoutADefaultBudgetANewcomerIsGivenNothing() {
    scene.report("eu", "newcomer", 0);
    scene.pass(100);
    scene.report("eu", "newcomer", 10);
    scene.pass(1_000);

    assertThat(scene.given("eu").leases()).isEmpty();
  }

  @Test
  void aSuccessorGivesUnderALaterEpochAndChargesWhatWasGivenBefore() {
    Scene successor = new Scene();
    LeaseGrant lease =
        new LeaseGrant(REQUESTS, new Share(700_000, 70_000), Share.NONE, 10_000, 25_000);
    successor.give(
        new ArbiterInput.GrantsRead(
            new Grants("eu", new Stamp(4, 9), Boot.of(1, 1), 0, List.of(lease))));
    successor.give(new ArbiterInput.ReplayDone());

    assertThat(successor.core.epoch()).isEqualTo(5);
    assertThat(successor.core.regions().charged("eu", REQUESTS).rateMilli()).isEqualTo(700_000);
    assertThat(successor.effects(ArbiterEffect.Lead.class)).hasSize(1);
  }

  @Test
  void aRestartKeepsEveryBudgetAndItsHistory() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    scene.put(ACME, 2_000, at(1));
    scene.commit();
    Scene successor = new Scene();
    for (int i = 0; i < scene.log.size(); i++) {
      successor.give(Scene.read(i + 1L, scene.log.get(i)));
    }
    successor.give(new ArbiterInput.ReplayDone());

    assertThat(successor.core.policy().live(ACME)).isEqualTo(scene.core.policy().live(ACME));
  }

  @Test
  void everythingAnOperatorDidIsToldUntilItIsReadBack() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    AuditEvent told = scene.effects(ArbiterEffect.Audit.class).getFirst().event();
    assertThat(told.id()).isEqualTo("budget/acme@1");
    assertThat(told.verb()).isEqualTo("create");
    assertThat(told.actor()).isEqualTo("olga");
    assertThat(told.generationBefore()).isZero();
    assertThat(told.generationAfter()).isEqualTo(1);

    scene.pass(11_000);
    assertThat(scene.effects(ArbiterEffect.Audit.class))
        .hasSizeGreaterThan(1)
        .allMatch(audit -> audit.event().equals(told));

    scene.give(new ArbiterInput.AuditRead(told));
    scene.give(new ArbiterInput.AuditRead(told));
    scene.effects.clear();
    scene.pass(11_000);
    assertThat(scene.effects(ArbiterEffect.Audit.class)).isEmpty();
    assertThat(scene.core.auditEvents()).containsExactly(told);
  }

  @Test
  void aChangeIsEverywhereOnceTheLastEdgeThatIsThereHoldsIt() {
    scene.put(ACME, 1_000, NONE);
    scene.commit();
    scene.pass(200);
    scene.report("eu", "acme", 0, edge("eu-1", 1), edge("eu-2", 0));
    assertThat(scene.effects(ArbiterEffect.Propagated.class)).isEmpty();

    scene.pass(300);
    scene.report("eu", "acme", 0, edge("eu-1", 1), edge("eu-2", 1));
    assertThat(scene.effects(ArbiterEffect.Propagated.class))
        .containsExactly(new ArbiterEffect.Propagated(1, Durations.ofMillis(500)));
  }

  @Test
  void withMoreLimitsThanFitOneRecordOnlyWhoAsksIsGivenAnything() {
    Scene crowd = crowd(Sharing.MOST_GIVEN + 1);
    crowd.report("eu", LONG_NAME + 7, 0);
    crowd.pass(100);
    crowd.reportLimit("eu", new LimitKey(LONG_NAME + 7, LONG_LIMIT), 10);
    crowd.pass(100);
    crowd.reportLimit("eu", new LimitKey(LONG_NAME + 7, LONG_LIMIT), 20);
    crowd.pass(1_000);

    assertThat(crowd.given("eu").leases())
        .extracting(LeaseGrant::key)
        .containsExactly(new LimitKey(LONG_NAME + 7, LONG_LIMIT));
  }

  @Test
  void asManyLimitsAsMayBeGivenFitOneRecord() {
    Scene crowd = crowd(Sharing.MOST_GIVEN);
    crowd.report("eu", LONG_NAME + 7, 0);
    crowd.pass(1_000);

    assertThat(crowd.given("eu").leases()).hasSize(Sharing.MOST_GIVEN);
    assertThat(Wire.encode(crowd.given("eu")).length).isLessThan(Wire.MAX_BYTES);
  }

  @Test
  void aDeposedLeaderAnswersEverybodyForTheLastTimeAndAsksForNothingMore() {
    Scene scene = Scene.leading();
    long underWay = scene.put(ACME, 1_000, NONE);
    long behind = scene.put(ACME, 2_000, NONE);
    scene.give(new ArbiterInput.Deposed());

    assertThat(scene.refusal(underWay)).isEqualTo(Refusal.OUTCOME_UNKNOWN);
    assertThat(scene.refusal(behind)).isEqualTo(Refusal.IN_DOUBT);
    scene.effects.clear();
    long late = scene.put(ACME, 3_000, NONE);
    assertThat(scene.refusal(late)).isEqualTo(Refusal.NOT_READY);
    scene.land(scene.asked.removeFirst());
    scene.give(new ArbiterInput.ReplayDone());
    scene.report("eu", "acme", 100);
    scene.pass(1_000);

    assertThat(scene.core.leading()).isFalse();
    assertThat(scene.effects).allMatch(effect -> effect instanceof ArbiterEffect.Answer);
  }

  @Test
  void noMoreThanTheMostRegionsAreHeard() {
    for (int i = 0; i <= ArbiterCore.MAX_REGIONS; i++) {
      scene.report("r" + i, "acme", 0);
    }

    assertThat(scene.core.regions().roster(scene.nowNanos())).hasSize(ArbiterCore.MAX_REGIONS);
  }

  /** Read back a log of so many tenants, with names as long as names get. */
  private static Scene crowd(int tenants) {
    Scene crowd = new Scene();
    Limit limit = Limit.perSecond(LONG_LIMIT, Limit.MAX_UNITS, Limit.MAX_UNITS);
    for (int i = 0; i < tenants; i++) {
      PolicyKey key = PolicyKey.budget(LONG_NAME + i);
      crowd.give(
          new ArbiterInput.PolicyRead(
              new PolicyRecord(key, i + 1, 1, Budget.of(limit), 0, 0, "olga", "")));
    }
    crowd.give(new ArbiterInput.ReplayDone());
    return crowd;
  }
}
