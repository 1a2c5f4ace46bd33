package io.ambit.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.Link;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final Site SITE = new Site(Path.of("/checkout"), Path.of("/home"), 0);
  private static final List<String> PROCESSES = Stack.linked(SITE).names();
  private static final int ROUNDS = 2_000;

  @Test
  void theSameSeedGivesTheSameRoundsAndAnotherSeedOthers() {
    assertThat(rounds(3).toList()).isEqualTo(rounds(3).toList()).isNotEqualTo(rounds(4).toList());
  }

  @Test
  void everyKindOfFaultAndEveryProcessAndLinkGetsItsTurn() {
    List<Fault> faults = rounds(1).flatMap(List::stream).map(ScheduledFault::fault).toList();
    Set<String> taken = new HashSet<>();
    faults.forEach(fault -> taken.addAll(fault.takes()));

    assertThat(faults.stream().map(FaultScheduleTest::kind))
        .contains(
            "Killed",
            "StandsStill",
            "Late",
            "ResetStorm",
            "Cut [TO_SERVER]",
            "Cut [TO_CLIENT]",
            "Cut [TO_SERVER, TO_CLIENT]");
    assertThat(taken).containsAll(PROCESSES);
    assertThat(taken).containsAll(Stack.links(SITE).stream().map(Link::name).toList());
  }

  @Test
  void aRoundTakesNothingTwiceAndOneEdgeAtMost() {
    rounds(2)
        .forEach(
            round -> {
              assertThat(round).hasSizeBetween(1, 3);
              assertThat(round.stream().flatMap(fault -> fault.fault().takes().stream()))
                  .doesNotHaveDuplicates();
              assertThat(round.stream().filter(FaultScheduleTest::takesAnEdge))
                  .hasSizeLessThanOrEqualTo(1);
            });
  }

  @Test
  void someFaultsOutlastLeaseAndGraceOfAnEdge() {
    assertThat(rounds(5).flatMap(List::stream).map(ScheduledFault::lasts))
        .anyMatch(length -> length.compareTo(Duration.ofSeconds(18)) > 0)
        .allMatch(length -> length.compareTo(Duration.ofSeconds(30)) < 0);
  }

  private static Stream<List<ScheduledFault>> rounds(long seed) {
    FaultSchedule schedule = new FaultSchedule(seed, Stack.links(SITE), PROCESSES);
    return IntStream.range(0, ROUNDS).mapToObj(schedule::round);
  }

  private static boolean takesAnEdge(ScheduledFault fault) {
    return fault.fault() instanceof Fault.OfProcess one && one.process().startsWith("edge-");
  }

  private static String kind(Fault fault) {
    String name = fault.getClass().getSimpleName();
    return fault instanceof Fault.Cut cut ? name + " " + cut.ways() : name;
  }
}
