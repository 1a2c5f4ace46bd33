package io.ambit.global.core;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.LossVote;
import io.ambit.failover.Reachability;
import io.ambit.global.core.Failover.Phase;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.FailoverPolicy.Homes;
import io.ambit.model.PolicyKey;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.WriteHome;
import io.ambit.model.WriteHome.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Homes that leave a lost region by themselves, through the arbiter's core. */
final class TakeoversTest {
  private static final int LEASE_MILLIS = 3_000;

  private final Scene scene = Scene.leading();

  /** Regions that are there. */
  private final Set<String> there = new HashSet<>(Set.of("eu", "us"));

  /** Who says, besides regions that are there, which regions it reaches. */
  private final Set<String> witnesses = new HashSet<>(Set.of("w-1"));

  /** Regions whose controllers do not answer others. */
  private final Map<String, Long> silentMillis = new HashMap<>();

  private long lastCommand;

  @BeforeEach
  void letRegionsBeKnownAndHomesBeIn() {
    run(50);
    allow(homes(true, "w-1"));
    move("f-1", "eu", "acme", "bolt");
    // Until then longer leases may live, of this arbiter and of those before it.
    run(15_100);
  }

  @Test
  void allHomesLeaveARegionThatIsLostWithinItsLeaseAndABit() {
    long epoch = home("acme").epoch();
    assertThat(scene.core.failovers().takeovers().lost()).isEmpty();
    die("eu");
    run(LEASE_MILLIS - 50);
    assertThat(scene.core.failovers().takeovers().lost()).containsExactly("eu");
    assertThat(home("acme").state()).as("its edges may admit yet").isEqualTo(State.FENCING);
    run(400);

    assertThat(home("acme").home()).isEqualTo("us");
    assertThat(home("bolt").home()).isEqualTo("us");
    assertThat(home("acme").epoch()).isGreaterThan(epoch);
    Failover failover = scene.core.failovers().list().getFirst();
    assertThat(failover.phase()).isEqualTo(Phase.DONE);
    assertThat(failover.actor()).isEqualTo("ambit");
    assertThat(failover.done()).isEqualTo(2);
    assertThat(failover.reason()).contains("eu is lost", "2 of 3 members");
    assertThat(failover.block())
        .as("since it was last heard")
        .extracting(Failover.Block::longestMillis, as(InstanceOfAssertFactories.LONG))
        .isBetween((long) LEASE_MILLIS, LEASE_MILLIS + 400L);
  }

  @Test
  void ofTwoRegionsWithoutAWitnessNoneIsEverLost() {
    allow(homes(true));
    die("eu");
    run(60_000);

    assertThat(home("acme").home()).isEqualTo("eu");
    assertThat(scene.core.failovers().takeovers().counts().values())
        .noneMatch(LossVote.Count::canPass);
  }

  @Test
  void aWitnessThatIsNotThereDoesNotCount() {
    witnesses.clear();
    die("eu");
    run(20_000);

    assertThat(home("acme").home()).isEqualTo("eu");
  }

  @Test
  void aRegionThatTheBusAloneDoesNotHearIsNotLost() {
    there.remove("eu");
    run(20_000);

    assertThat(home("acme").home()).isEqualTo("eu");
  }

  @Test
  void aRegionThatIsHeardIsNotLostWhateverOthersSay() {
    silentMillis.put("eu", 0L);
    run(20_000);

    assertThat(home("acme").home()).isEqualTo("eu");
  }

  @Test
  void nothingMovesByItselfUnlessThePolicySaysSo() {
    allow(homes(false, "w-1"));
    die("eu");
    run(20_000);

    assertThat(scene.core.failovers().takeovers().counts().values()).anyMatch(LossVote.Count::lost);
    assertThat(home("acme").home()).isEqualTo("eu");
  }

  @Test
  void whatAPersonHasPutSomewhereStaysThere() {
    allow(
        new Homes(
            true, LEASE_MILLIS, new TreeSet<>(List.of("w-1")), new TreeSet<>(List.of("acme"))));
    die("eu");
    run(5_000);
    assertThat(home("acme").home()).isEqualTo("eu");
    assertThat(home("bolt").home()).isEqualTo("us");

    scene.want(
        PolicyKey.region("us"),
        new Command.Change.Put(new RegionDeclaration(0, 1, AdminState.CORDONED)),
        Scene.ABSENT,
        false);
    scene.commitAll();
    there.add("eu");
    silentMillis.clear();
    run(2_000);
    die("us");
    run(20_000);
    assertThat(home("bolt").home()).isEqualTo("us");
  }

  @Test
  void whoTakesItBackIsNotAskedAgainUntilTheRegionWasThere() {
    die("eu");
    run(2_600);
    String name = scene.core.failovers().list().getFirst().name();
    scene.give(
        new ArbiterInput.FailoverRequested(
            new FailoverCommand.Abort(++lastCommand, name, "olga", "", 0)));
    run(60_000);

    assertThat(home("acme").home()).isEqualTo("eu");
    assertThat(scene.core.failovers().find(name).orElseThrow().phase()).isEqualTo(Phase.ABORTED);
  }

  @Test
  void aLeaseGivenBeforeThePolicyMadeItShortIsWaitedForAllTheSame() {
    allow(new Homes(true, 15_000, new TreeSet<>(List.of("w-1")), new TreeSet<>()));
    run(200);
    there.remove("eu");
    allow(homes(true, "w-1"));
    die("eu");
    run(14_500);
    assertThat(home("acme").state()).isEqualTo(State.FENCING);
    run(800);
    assertThat(home("acme").home()).isEqualTo("us");
  }

  private static Homes homes(boolean automatic, String... witnesses) {
    return new Homes(automatic, LEASE_MILLIS, new TreeSet<>(List.of(witnesses)), new TreeSet<>());
  }

  private void allow(Homes homes) {
    FailoverPolicy unsaid = FailoverPolicy.DEFAULT;
    scene.want(
        PolicyKey.FAILOVER_POLICY,
        new Command.Change.Put(
            new FailoverPolicy(
                unsaid.capPerTenThousand(),
                false,
                unsaid.drainStepMillis(),
                unsaid.failbackStepMillis(),
                unsaid.hold(),
                unsaid.rings(),
                homes)),
        scene
            .core
            .policy()
            .live(PolicyKey.FAILOVER_POLICY)
            .<Precondition>map(record -> Scene.at(record.revision()))
            .orElse(Scene.ABSENT),
        false);
    scene.commitAll();
  }

  private void move(String name, String to, String... tenants) {
    FailoverSpec spec =
        new FailoverSpec.MoveHome(new TreeSet<>(List.of(tenants)), to, false, false);
    scene.give(
        new ArbiterInput.FailoverRequested(
            new FailoverCommand.Start(++lastCommand, name, spec, false, "olga", "because", 5)));
    scene.commitAll();
  }

  private void die(String region) {
    there.remove(region);
    silentMillis.put(region, 0L);
  }

  private WriteHome home(String tenant) {
    return scene.core.policy().home(tenant).orElseThrow();
  }

  /** Time passes, what is asked for is written, and everybody who is there speaks. */
  private void run(long millis) {
    for (long passed = 0; passed < millis; passed += 50) {
      scene.pass(50);
      scene.caughtUp();
      List<ArbiterEffect> batch = new ArrayList<>(scene.asked);
      scene.asked.clear();
      batch.forEach(scene::land);
      silentMillis.replaceAll((region, silent) -> silent + 50);
      there.forEach(region -> scene.reportKnown(region, scene.log.size()));
      Set<String> voices = new HashSet<>(witnesses);
      voices.addAll(there);
      voices.forEach(
          voice ->
              scene.give(
                  new ArbiterInput.ReachTold(
                      new Reachability(voice, new TreeMap<>(silentMillis)))));
    }
  }
}
