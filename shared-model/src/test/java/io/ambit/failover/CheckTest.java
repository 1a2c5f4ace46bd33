package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Finding.Rule;
import io.ambit.failover.Proposal.Kind;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every rule stands in the way of what it is there for, and of nothing else. */
class CheckTest {
  private final List<RegionLoad> regions = new ArrayList<>();
  private final SortedSet<String> drained = new TreeSet<>();
  private final SortedSet<String> moving = new TreeSet<>();
  private final SortedSet<String> pinned = new TreeSet<>();
  private final SortedMap<String, Long> ages = new TreeMap<>();
  private SafetyRules rules = SafetyRules.DEFAULT;

  CheckTest() {
    for (String name : List.of("ap", "eu", "us")) {
      region(name, 1_000, 400);
    }
  }

  @Test
  void aDrainThatFitsMayGo() {
    assertThat(findings(Kind.DRAIN, "eu")).isEmpty();
  }

  @Test
  void aRegionThatIsNotThereCannotBeDrained() {
    assertThat(blocking(Kind.DRAIN, "xx")).containsExactly(Rule.KNOWN_REGION);
  }

  @Test
  void nothingIsDrainedTwiceButMayBeHurried() {
    drained.add("eu");
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.CHANGES_SOMETHING);
    moving.add("eu");
    assertThat(blocking(Kind.EVACUATE, "eu")).isEmpty();
    assertThat(blocking(Kind.RESTORE, "eu")).isEmpty();
    assertThat(blocking(Kind.RESTORE, "us"))
        .containsExactly(Rule.CHANGES_SOMETHING, Rule.ONE_AT_A_TIME);
  }

  @Test
  void oneMoreThanMayBeDrainedIsTooMany() {
    drained.add("us");
    assertThat(blocking(Kind.DRAIN, "eu")).contains(Rule.DRAINED_REGIONS, Rule.DRAINED_CAPACITY);
    rules = new SafetyRules(2, 7_000, true, 10_000);
    assertThat(blocking(Kind.DRAIN, "eu")).isEmpty();
  }

  @Test
  void moreThanHalfOfTheCapacityStays() {
    region("eu", 2_001, 100);
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.DRAINED_CAPACITY);
    region("eu", 2_000, 100);
    assertThat(blocking(Kind.DRAIN, "eu")).isEmpty();
  }

  @Test
  void whatDoesNotFitMustBeAccepted() {
    region("us", 1_000, 700);
    region("ap", 1_000, 700);
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.ROOM);
    Proposal accepted = new Proposal(Kind.DRAIN, "eu", false, true);
    assertThat(findings(accepted)).extracting(Finding::blocks).containsExactly(false);
    assertThat(findings(accepted).getFirst().message())
        .isEqualTo(
            "100/s would be shed: 0 critical_plus, 100 critical, 0 sheddable_plus, 0 sheddable");
  }

  @Test
  void somebodyIsLeftToReceive() {
    regions.replaceAll(
        each ->
            each.name().equals("eu")
                ? each
                : new RegionLoad(each.name(), 1_000, 0, 1, AdminState.CORDONED, each.demand()));
    assertThat(findings(new Proposal(Kind.EVACUATE, "eu", false, true)))
        .anyMatch(finding -> finding.blocks() && finding.rule() == Rule.ROOM);
  }

  @Test
  void oneRegionMovesAtATime() {
    moving.add("us");
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.ONE_AT_A_TIME);
  }

  @Test
  void nothingRestsOnOldNewsOfThoseThatReceive() {
    ages.put("us", 10_001L);
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.FRESH_EVIDENCE);
    assertThat(blocking(Kind.DRAIN, "us")).isEmpty();
    ages.remove("us");
    assertThat(blocking(Kind.DRAIN, "eu")).containsExactly(Rule.FRESH_EVIDENCE);
  }

  @Test
  void automationDoesNotTouchWhatAPersonHasPutThere() {
    drained.add("eu");
    pinned.add("eu");
    assertThat(findings(new Proposal(Kind.RESTORE, "eu", true, false)))
        .extracting(Finding::rule)
        .containsExactly(Rule.PINNED);
    assertThat(findings(new Proposal(Kind.RESTORE, "eu", false, false))).isEmpty();
  }

  @Test
  void unknownCapacityIsToldAndNotHeldAgainst() {
    region("us", 0, 400);
    assertThat(findings(Kind.DRAIN, "eu"))
        .extracting(Finding::rule)
        .containsExactly(Rule.KNOWN_CAPACITY);
  }

  private List<Rule> blocking(Kind kind, String region) {
    return findings(kind, region).stream().filter(Finding::blocks).map(Finding::rule).toList();
  }

  private List<Finding> findings(Kind kind, String region) {
    return findings(new Proposal(kind, region, false, false));
  }

  private List<Finding> findings(Proposal proposal) {
    return Check.findings(
        rules,
        FailoverPolicy.DEFAULT,
        new Situation(regions, drained, moving, pinned, ages),
        proposal);
  }

  private void region(String name, long capacity, long critical) {
    regions.removeIf(each -> each.name().equals(name));
    regions.add(
        new RegionLoad(name, capacity, 0, 1, AdminState.ACTIVE, Demand.of(0, critical, 0, 0)));
    ages.put(name, 1_000L);
  }
}
