package io.ambit.global.core;

import static io.ambit.global.core.Scene.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Demand;
import io.ambit.failover.Reachability;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionHealth.Judged;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.failover.Traffic;
import io.ambit.global.core.Command.Change;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Traffic of a region of which nothing is left follows the vote, under the rules of any loss. */
final class WholeRegionLostTest {
  /** Enough for a vote to pass, and to stand for as long as it must. */
  private static final long CONFIRMED_MILLIS = 32_500;

  private Scene scene = Scene.leading();

  /** Regions that are there. */
  private final Set<String> there = new HashSet<>(Set.of("eu", "us"));

  /** Regions whose controllers do not answer. */
  private final TreeMap<String, Long> unreachedMillis = new TreeMap<>();

  @Test
  void itsTrafficIsSentAwayAndComesBackOnceItWasWellForAWholeHold() {
    begin(policy(true, "w-1"));
    die("eu");
    live(RegionHealth.VOTED_MILLIS);
    assertThat(health("eu").verdict()).as("may be a restart").isEqualTo(Verdict.SUSPECT);
    live(CONFIRMED_MILLIS - RegionHealth.VOTED_MILLIS);
    assertThat(health("eu").verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(away("eu")).isEqualTo(10_000);
    assertThat(scene.core.policy().live(PolicyKey.region("eu")).orElseThrow())
        .satisfies(record -> assertThat(record.actor()).isEqualTo(PolicyRecord.ARBITER))
        .satisfies(record -> assertThat(record.reason()).contains("answer nobody"));

    live("eu");
    live(29_000);
    assertThat(away("eu")).isEqualTo(10_000);
    live(5 * 60_000);
    assertThat(away("eu")).isZero();
    assertThat(scene.core.policy().region("eu").adminState()).isEqualTo(AdminState.ACTIVE);
  }

  @Test
  void aControllerThatIsStartedAnewMovesNothing() {
    begin(policy(true, "w-1"));
    die("eu");
    live(25_000);
    live("eu");
    live(60_000);
    assertThat(scene.core.shifts().moves().all()).isEmpty();
  }

  @Test
  void itIsProposedUnlessThePolicySaysOtherwise() {
    begin(policy(false, "w-1"));
    die("eu");
    live(CONFIRMED_MILLIS);
    assertThat(away("eu")).isZero();
    assertThat(scene.core.shifts().moves().all().getFirst())
        .satisfies(move -> assertThat(move.phase()).isEqualTo(Move.Phase.PROPOSED))
        .satisfies(move -> assertThat(move.reason()).contains("answer nobody"));
  }

  @Test
  void ofTwoRegionsWithoutAWitnessNoneIsEverConfirmedByIt() {
    begin(policy(true));
    die("eu");
    live(60_000);
    assertThat(health("eu").verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(scene.core.shifts().moves().all()).isEmpty();
  }

  @Test
  void aRegionThatOthersReachIsNotLost() {
    begin(policy(true, "w-1"));
    there.remove("eu");
    live(60_000);
    assertThat(health("eu").verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(away("eu")).isZero();
  }

  @Test
  void theSafetyRulesStandInTheWayAsOfAnyOtherDrain() {
    begin(policy(true, "w-1"));
    put(PolicyKey.region("us"), new RegionDeclaration(1_000, 1, AdminState.CORDONED));
    die("eu");
    live(CONFIRMED_MILLIS);
    assertThat(health("eu").verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(away("eu")).isZero();
    assertThat(scene.core.shifts().moves().all().getFirst().timeline().getFirst().what())
        .isEqualTo("held back: no region would be left to receive anything");
  }

  /** The leader may well have been in the region that died. */
  @Test
  void aSuccessorThatNeverHeardTheRegionFindsItLostTheSame() {
    begin(policy(true, "w-1"));
    die("eu");
    scene = scene.successor();
    live(CONFIRMED_MILLIS);
    assertThat(away("eu")).isEqualTo(10_000);
    assertThat(health("eu").seen().ageMillis())
        .isBetween(RegionHealth.VOTED_MILLIS, CONFIRMED_MILLIS);
  }

  private void begin(FailoverPolicy policy) {
    put(PolicyKey.FAILOVER_POLICY, policy);
    put(PolicyKey.region("eu"), new RegionDeclaration(1_000, 1, AdminState.ACTIVE));
    put(PolicyKey.region("us"), new RegionDeclaration(1_000, 1, AdminState.ACTIVE));
    live(8_000);
  }

  private void die(String region) {
    there.remove(region);
    unreachedMillis.put(region, 0L);
  }

  private void live(String region) {
    there.add(region);
    unreachedMillis.remove(region);
  }

  private Judged health(String region) {
    return Objects.requireNonNull(scene.core.shifts().health().get(region));
  }

  private int away(String region) {
    return scene.core.policy().spillTable().away().getOrDefault(region, 0);
  }

  private static FailoverPolicy policy(boolean automatic, String... witnesses) {
    FailoverPolicy unsaid = FailoverPolicy.DEFAULT;
    return new FailoverPolicy(
        unsaid.capPerTenThousand(),
        automatic,
        unsaid.drainStepMillis(),
        unsaid.failbackStepMillis(),
        unsaid.hold(),
        unsaid.rings(),
        new FailoverPolicy.Homes(
            false, 15_000, new TreeSet<>(List.of(witnesses)), new TreeSet<>()));
  }

  private void put(PolicyKey key, PolicySpec spec) {
    scene.want(key, new Change.Put(spec), new Precondition.Present(), false);
    scene.want(key, new Change.Put(spec), NONE, false);
    scene.commitAll();
  }

  /** Time passes, and everybody who is there speaks. */
  private void live(long millis) {
    for (long passed = 0; passed < millis; passed += 100) {
      unreachedMillis.replaceAll((region, silent) -> silent + 100);
      Set<String> voices = new HashSet<>(there);
      voices.add("w-1");
      voices.forEach(
          voice ->
              scene.give(new ArbiterInput.ReachTold(new Reachability(voice, unreachedMillis))));
      for (String region : there) {
        scene.report(region, "acme", 0);
        scene.give(
            new ArbiterInput.TrafficTold(
                new Traffic(region, Demand.of(0, 300, 0, 0), 0, 100, 0, 2, 2)));
      }
      scene.caughtUp();
      scene.pass(100);
      scene.commitAll();
    }
  }
}
