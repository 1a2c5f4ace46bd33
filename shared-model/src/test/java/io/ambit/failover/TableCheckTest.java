package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Finding.Rule;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an arbiter in its senses writes passes, and what the rules forbid does not. */
class TableCheckTest {
  private static final String PERSON = "olga";
  private static final String ARBITER = PolicyRecord.ARBITER;

  private final PolicyBook book = new PolicyBook();
  private @Nullable PolicyRecord inForce;
  private long revision;

  TableCheckTest() {
    for (String name : List.of("ap", "eu", "us")) {
      declare(name, AdminState.ACTIVE, PERSON);
    }
    pass(Map.of());
  }

  @Test
  void whatAPersonDrainedIsNoMatterOfTheBounds() {
    declare("eu", AdminState.DRAINED, PERSON);
    declare("us", AdminState.DRAINED, PERSON);
    assertThat(against(Map.of("eu", 100, "us", 10_000))).isEmpty();
  }

  @Test
  void ofWhatTheArbiterDrainedNoMoreGoesThanTheRulesAllow() {
    declare("eu", AdminState.DRAINED, ARBITER);
    assertThat(against(Map.of("eu", 10_000))).isEmpty();
    declare("us", AdminState.DRAINED, ARBITER);
    assertThat(against(Map.of("eu", 10_000, "us", 10_000)))
        .containsExactly(Rule.DRAINED_REGIONS, Rule.DRAINED_CAPACITY);
    put(PolicyKey.SAFETY_RULES, new SafetyRules(1, 3_000, false, 10_000), PERSON);
    assertThat(against(Map.of("eu", 10_000))).containsExactly(Rule.DRAINED_CAPACITY);
  }

  @Test
  void whatIsAwayAlreadyIsNotHeldAgainstTheNextTable() {
    declare("eu", AdminState.DRAINED, ARBITER);
    pass(Map.of("eu", 10_000));
    put(PolicyKey.SAFETY_RULES, new SafetyRules(0, 0, false, 10_000), PERSON);
    assertThat(against(Map.of("eu", 10_000))).isEmpty();
    declare("us", AdminState.DRAINED, PERSON);
    assertThat(against(Map.of("eu", 10_000, "us", 100))).isEmpty();
  }

  @Test
  void aRegionThatIsNotDeclaredDrainedGoesNoFurtherAway() {
    put(PolicyKey.SAFETY_RULES, new SafetyRules(3, 10_000, true, 10_000), PERSON);
    assertThat(against(Map.of("eu", 100))).containsExactly(Rule.PINNED);
    assertThat(against(Map.of("nowhere", 100))).containsExactly(Rule.PINNED);
    declare("eu", AdminState.DRAINED, PERSON);
    pass(Map.of("eu", 10_000));
    declare("eu", AdminState.ACTIVE, PERSON);
    pass(Map.of("eu", 9_900));
    assertThat(against(Map.of("eu", 9_500))).isEmpty();
    assertThat(against(Map.of("eu", 10_000))).containsExactly(Rule.PINNED);
  }

  /** The arbiter may have written its next step before it read the declaration. */
  @Test
  void whatIsDeclaredSinceTheTableInForceIsNotHeldAgainstTheNextOne() {
    declare("eu", AdminState.DRAINED, PERSON);
    pass(Map.of("eu", 100));
    declare("eu", AdminState.ACTIVE, PERSON);
    assertThat(against(Map.of("eu", 500))).isEmpty();
    pass(Map.of("eu", 500));
    assertThat(against(Map.of("eu", 2_500))).containsExactly(Rule.PINNED);
  }

  /** A region that was down while another left and began to come back. */
  @Test
  void stepsThatNobodyHereHasSeenAreNotHeldAgainstTheTableTheyLedTo() {
    declare("eu", AdminState.ACTIVE, ARBITER);
    assertThat(against(Map.of("eu", 7_500))).isEmpty();
    inForce = null;
    assertThat(against(Map.of("eu", 7_500))).isEmpty();
    assertThat(against(Map.of("eu", 7_500, "us", 100)))
        .containsExactly(Rule.DRAINED_REGIONS, Rule.DRAINED_CAPACITY);
  }

  @Test
  void noRowSendsToWhatTakesNothing() {
    SpillTable asBefore = table(Map.of());
    declare("us", AdminState.CORDONED, PERSON);
    assertThat(against(asBefore)).as("the arbiter may not have known").isEmpty();
    pass(Map.of());
    assertThat(against(asBefore)).containsExactly(Rule.RECEIVERS);
    assertThat(against(Map.of())).isEmpty();
  }

  @Test
  void noRowSendsToWhoIsLostByIt() {
    SpillRow row = table(Map.of()).rows().getFirst();
    String receiver = row.spreads().firstEntry().getValue().receivers().getFirst();
    SortedSet<String> both = new TreeSet<>(row.lost());
    both.add(receiver);
    SpillTable wrong =
        new SpillTable(
            new TreeMap<>(), List.of(new SpillRow(both, row.spreads(), new TreeMap<>())));
    assertThat(against(wrong)).containsExactly(Rule.RECEIVERS);
  }

  private List<Rule> against(Map<String, Integer> away) {
    return against(table(away));
  }

  private List<Rule> against(SpillTable table) {
    return TableCheck.findings(book, table, inForce).stream()
        .map(Finding::rule)
        .distinct()
        .toList();
  }

  /** A table as the arbiter works it out from what is declared. */
  private SpillTable table(Map<String, Integer> away) {
    List<RegionLoad> loads =
        book.live(PolicyKey.Kind.REGION).stream()
            .map(record -> record.key().name())
            .map(
                name ->
                    new RegionLoad(
                        name, 1_000, 0, 1, book.region(name).adminState(), Demand.of(1, 2, 3, 4)))
            .toList();
    return SpillTables.of(loads, new TreeMap<>(away), FailoverPolicy.DEFAULT);
  }

  private void pass(Map<String, Integer> away) {
    inForce = record(PolicyKey.SPILL_TABLE, table(away), ARBITER);
  }

  private void declare(String name, AdminState state, String actor) {
    put(PolicyKey.region(name), new RegionDeclaration(1_000, 1, state), actor);
  }

  private void put(PolicyKey key, PolicySpec spec, String actor) {
    book.apply(record(key, spec, actor));
  }

  private PolicyRecord record(PolicyKey key, PolicySpec spec, String actor) {
    return new PolicyRecord(key, ++revision, 1, spec, 1, 1, actor, "");
  }
}
