package io.ambit.global.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.global.core.Failover.Phase;
import io.ambit.global.core.FailoverReply.Why;
import io.ambit.lease.WriteLease;
import io.ambit.model.WriteHome;
import io.ambit.model.WriteHome.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves of homes through the arbiter's core, its log, and regions that report. */
final class HomesTest {
  private Scene scene = Scene.leading();
  private long lastCommand;

  /** What edges of a region say they know; absent regions are silent. */
  private final Map<String, Long> knows = new HashMap<>();

  private boolean followLog = true;

  @BeforeEach
  void letRegionsBeKnown() {
    knows.put("eu", 0L);
    knows.put("us", 0L);
    run(11_000);
  }

  @Test
  void aFirstHomeIsOneRecord() {
    FailoverReply.Accepted accepted = accepted(start("f-1", "eu", "acme"));

    assertThat(accepted.created()).isTrue();
    assertThat(accepted.failover().phase()).isEqualTo(Phase.DONE);
    assertThat(home("acme").home()).isEqualTo("eu");
    assertThat(home("acme").state()).isEqualTo(State.STABLE);
  }

  @Test
  void aMoveIsAcknowledgedOnceItIsInTheLogAndEndsAtTheTarget() {
    start("f-1", "eu", "acme");
    long epoch = home("acme").epoch();

    Failover asked = accepted(start("f-2", "us", "acme")).failover();
    assertThat(asked.phase()).isEqualTo(Phase.PENDING);
    assertThat(home("acme").admits("eu")).isTrue();
    run(3_000);

    assertThat(home("acme").home()).isEqualTo("us");
    assertThat(home("acme").epoch()).isGreaterThan(epoch);
    Failover done = find("f-2");
    assertThat(done.phase()).isEqualTo(Phase.DONE);
    assertThat(done.block()).isNotNull();
    assertThat(done.timeline())
        .extracting(Failover.Event::step)
        .containsExactly("asked", "preparing", "fencing", "activating", "stable");
  }

  @Test
  void theTargetAdmitsOnlyOnceEveryEdgeOfTheSourceKnows() {
    start("f-1", "eu", "acme");
    start("f-2", "us", "acme");
    runUntil(State.FENCING);
    followLog = false;
    knows.put("us", (long) scene.log.size());
    run(2_000);
    assertThat(home("acme").state()).isEqualTo(State.FENCING);

    followLog = true;
    run(1_000);
    assertThat(home("acme").home()).isEqualTo("us");
  }

  @Test
  void aFenceThatIsNotConfirmedInTimeIsTakenBackUnderANewEpoch() {
    start("f-1", "eu", "acme");
    start("f-2", "us", "acme");
    runUntil(State.FENCING);
    long fence = home("acme").epoch();
    followLog = false;
    run(6_000);

    assertThat(home("acme").state()).isEqualTo(State.ABORTED);
    assertThat(home("acme").home()).isEqualTo("eu");
    assertThat(home("acme").epoch()).isGreaterThan(fence);
    assertThat(find("f-2").phase()).isEqualTo(Phase.ABORTED);
  }

  @Test
  void aRegionThatIsSilentIsLeftOnlyIfItIsSaidToBeLostAndThenWaitedFor() {
    start("f-1", "eu", "acme");
    knows.remove("eu");
    run(3_000);
    assertThat(refused(start("f-2", "us", "acme")).why()).isEqualTo(Why.SILENT);

    ask("f-3", "us", true, false, "acme");
    // It was last heard three seconds before that.
    run(11_000);
    assertThat(home("acme").state()).isEqualTo(State.FENCING);
    run(2_000);
    assertThat(home("acme").home()).isEqualTo("us");
  }

  @Test
  void theSameRequestMadeTwiceIsOneFailover() {
    start("f-1", "eu", "acme");
    FailoverReply again = ask("f-1", "eu", false, false, "acme");
    FailoverReply other = ask("f-1", "us", false, false, "acme");

    assertThat(((FailoverReply.Accepted) again).created()).isFalse();
    assertThat(refused(other).why()).isEqualTo(Why.OTHER_REQUEST);
    assertThat(scene.log).hasSize(1);
  }

  @Test
  void whatIsUnderWayIsNotMovedElsewhere() {
    start("f-1", "eu", "acme");
    start("f-2", "us", "acme");

    assertThat(refused(start("f-3", "us", "acme")).why()).isEqualTo(Why.UNDER_WAY);
  }

  @Test
  void aRegionNobodyHeardIsNoHome() {
    assertThat(refused(start("f-1", "mars", "acme")).why()).isEqualTo(Why.SILENT);
  }

  @Test
  void aDryRunStoresNothing() {
    FailoverReply would = ask("f-1", "eu", false, true, "acme");

    assertThat(would).isInstanceOf(FailoverReply.WouldStart.class);
    assertThat(scene.log).isEmpty();
    assertThat(scene.core.failovers().find("f-1")).isEmpty();
  }

  @Test
  void anOperatorTakesItBack() {
    start("f-1", "eu", "acme");
    followLog = false;
    start("f-2", "us", "acme");
    scene.give(
        new ArbiterInput.FailoverRequested(
            new FailoverCommand.Abort(++lastCommand, "f-2", "olga", "", 0)));
    run(200);

    assertThat(home("acme").state()).isEqualTo(State.ABORTED);
    assertThat(find("f-2").phase()).isEqualTo(Phase.ABORTED);
  }

  @Test
  void manyTenantsAreOneFailover() {
    String[] tenants = new String[3_000];
    for (int i = 0; i < tenants.length; i++) {
      tenants[i] = "t" + i;
    }
    start("f-1", "eu", tenants);
    start("f-2", "us", tenants);
    run(8_000);

    Failover done = find("f-2");
    assertThat(done.phase()).isEqualTo(Phase.DONE);
    assertThat(done.done()).isEqualTo(tenants.length);
    assertThat(scene.core.policy().records())
        .filteredOn(record -> record.spec() instanceof WriteHome)
        .allMatch(record -> home(record.key().name()).home().equals("us"));
  }

  @Test
  void aSuccessorGoesOnWhereItFindsTheRecord() {
    start("f-1", "eu", "acme");
    start("f-2", "us", "acme");
    runUntil(State.FENCING);
    List<Scene.Entry> log = new ArrayList<>(scene.log);
    scene = new Scene();
    for (Scene.Entry entry : log) {
      scene.log.add(entry);
      scene.give(Scene.read(scene.log.size(), entry));
    }
    scene.give(new ArbiterInput.ReplayDone());
    scene.caughtUp();
    assertThat(find("f-2").phase()).isEqualTo(Phase.RUNNING);

    FailoverReply again = ask("f-2", "us", false, false, "acme");
    assertThat(((FailoverReply.Accepted) again).created()).isFalse();
    run(1_000);
    assertThat(home("acme").state())
        .as("whom others served is waited for")
        .isEqualTo(State.FENCING);
    run(5_000);
    assertThat(home("acme").state()).isEqualTo(State.ABORTED);
  }

  @Test
  void regionsAreToldHowLongToAdmitAndAfterWhichIntent() {
    start("f-1", "eu", "acme");
    run(2_000);

    assertThat(scene.given("eu").writes())
        .isEqualTo(new WriteLease(WriteLease.REGION_MILLIS, scene.log.size()));
  }

  private FailoverReply start(String name, String to, String... tenants) {
    return ask(name, to, false, false, tenants);
  }

  private FailoverReply ask(
      String name, String to, boolean unplanned, boolean dryRun, String... tenants) {
    long id = ++lastCommand;
    FailoverSpec spec =
        new FailoverSpec.MoveHome(new TreeSet<>(List.of(tenants)), to, unplanned, false);
    scene.effects.clear();
    scene.give(
        new ArbiterInput.FailoverRequested(
            new FailoverCommand.Start(id, name, spec, dryRun, "olga", "because", 5)));
    scene.commitAll();
    return scene.effects(ArbiterEffect.AnswerFailover.class).stream()
        .filter(answer -> answer.commandId() == id)
        .map(ArbiterEffect.AnswerFailover::reply)
        .findFirst()
        .orElseThrow();
  }

  private static FailoverReply.Accepted accepted(FailoverReply reply) {
    assertThat(reply).isInstanceOf(FailoverReply.Accepted.class);
    return (FailoverReply.Accepted) reply;
  }

  private static FailoverReply.Refused refused(FailoverReply reply) {
    assertThat(reply).isInstanceOf(FailoverReply.Refused.class);
    return (FailoverReply.Refused) reply;
  }

  private Failover find(String name) {
    return scene.core.failovers().find(name).orElseThrow();
  }

  private WriteHome home(String tenant) {
    return scene.core.policy().home(tenant).orElseThrow();
  }

  private void runUntil(State state) {
    for (int i = 0; i < 200; i++) {
      write();
      if (home("acme").state() == state) {
        return;
      }
      tell();
    }
    assertThat(home("acme").state()).isEqualTo(state);
  }

  /** Regions report, what is asked for is written, and time passes. */
  private void run(long millis) {
    for (long passed = 0; passed < millis; passed += 50) {
      write();
      tell();
    }
  }

  private void write() {
    scene.pass(50);
    scene.caughtUp();
    List<ArbiterEffect> batch = new ArrayList<>(scene.asked);
    scene.asked.clear();
    batch.forEach(scene::land);
  }

  private void tell() {
    if (followLog) {
      knows.replaceAll((region, known) -> (long) scene.log.size());
    }
    knows.forEach(scene::reportKnown);
  }
}
