package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.HomeRule;
import io.ambit.edge.core.Standing;
import io.ambit.edge.core.TenantRule;
import io.ambit.model.Enforcement;
import io.ambit.model.Mode;
import io.ambit.model.OnNoBackend;
import io.ambit.model.Operation;
import io.ambit.model.SpillTable;
import io.ambit.model.WriteHome.State;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HomeGateTest {
  private static final HomeRule HERE = new HomeRule("eu", true, 7, State.STABLE, false);
  private static final HomeRule ELSEWHERE = new HomeRule("us", false, 9, State.STABLE, false);
  private static final long UNTIL = 10 * SECOND;

  private final Gate gate = new Gate();

  @Test
  void aWriteGoesWhereItsHomeIs() {
    publish(HERE, Enforcement.ENFORCE);

    Ruling ruling = write(SECOND);

    assertThat(ruling.verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(ruling.home()).isEqualTo(HERE);
  }

  @Test
  void aWriteWhoseHomeIsElsewhereIsRefusedAndTakesNothing() {
    publish(ELSEWHERE, Enforcement.ENFORCE);

    Ruling ruling = write(SECOND);

    assertThat(ruling.verdict()).isEqualTo(Verdict.SHED);
    assertThat(ruling.reason()).isEqualTo(Reason.NOT_HOME);
    assertThat(gate.readUsage(SECOND))
        .allMatch(usage -> usage.offeredMilli() == 0 && usage.admittedMilli() == 0);
  }

  @Test
  void readsGoAnywhere() {
    publish(ELSEWHERE, Enforcement.ENFORCE);

    assertThat(gate.decide("acme", 1, SECOND).verdict()).isEqualTo(Verdict.ADMIT);
  }

  @Test
  void aWriteThatCameHomeIsRefusedOnceNobodySaysThatItStillIs() {
    publish(HERE, Enforcement.ENFORCE);

    assertThat(write(UNTIL - 1).verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(write(UNTIL).reason()).isEqualTo(Reason.NOT_HOME);
    assertThat(gate.decide("acme", 1, UNTIL).verdict()).isEqualTo(Verdict.ADMIT);
  }

  /** A second writer is no matter of amounts, and counting it would not undo it. */
  @Test
  void inShadowTooAWriteThatDoesNotBelongHereIsRefused() {
    publish(ELSEWHERE, Enforcement.SHADOW);

    assertThat(write(SECOND).verdict()).isEqualTo(Verdict.SHED);
  }

  @Test
  void notBelongingHereComesBeforeOverload() {
    publish(ELSEWHERE, Enforcement.ENFORCE);

    assertThat(gate.decide("acme", Operation.WRITE, Costs.ONE, SECOND, Ahead.OVERLOADED).reason())
        .isEqualTo(Reason.NOT_HOME);
    assertThat(gate.barWrite("acme", SECOND)).isNotNull();
  }

  @Test
  void aTenantWithoutAHomeWritesAnywhere() {
    publish(null, Enforcement.ENFORCE);

    assertThat(write(100 * SECOND).verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(gate.barWrite("acme", 100 * SECOND)).isNull();
  }

  @Test
  void aHomeThatMovedIsDecidedByFromTheNextTableOn() {
    publish(HERE, Enforcement.ENFORCE);
    publish(ELSEWHERE, Enforcement.ENFORCE);
    assertThat(write(SECOND).reason()).isEqualTo(Reason.NOT_HOME);

    publish(HERE, Enforcement.ENFORCE);
    assertThat(write(SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void decidingOnWritesAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (HomeRule home : List.of(HERE, ELSEWHERE)) {
      publish(home, Enforcement.ENFORCE);
      ask(20_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      int answered = ask(20_000);
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(answered).isEqualTo(20_000);
      assertThat(bytes).as("for 20,000 decisions").isLessThan(20_000);
    }
  }

  private int ask(int times) {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      if (gate.barWrite("acme", SECOND) == null || write(SECOND).reason() == Reason.NOT_HOME) {
        answered++;
      }
      write(SECOND);
    }
    return answered;
  }

  private Ruling write(long now) {
    return gate.decide("acme", Operation.WRITE, Costs.ONE, now, Ahead.CLEAR);
  }

  private void publish(@Nullable HomeRule home, Enforcement enforcement) {
    SortedMap<String, TenantRule> tenants = new TreeMap<>();
    tenants.put(
        "acme",
        new TenantRule(
            enforcement,
            OnNoBackend.SHED,
            List.of(rule("requests", terms(1_000_000, 1_000_000))),
            home));
    Standing standing = new Standing(Mode.TARGET, "test", 1, null);
    gate.publish(0, new GateTable(tenants, false, true, standing, SpillTable.EMPTY, UNTIL));
  }
}
