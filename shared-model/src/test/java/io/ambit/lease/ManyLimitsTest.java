package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two children with more limits than they may be told of at once, whose demand wavers. */
class ManyLimitsTest {
  private static final int LIMITS = 600;
  private static final long STEP_MILLIS = 50;
  private static final Share FLOOR = new Share(1_000, 2_000);

  private final LeaseParent parent = new LeaseParent(1, LeaseTimes.EDGE);
  private final List<Kid> kids = List.of(new Kid("eu-1", 1), new Kid("eu-2", 2));
  private final Random random = new Random(7);
  private Share held = new Share(100_000, 30_000);
  private long nowMillis;
  private long changes;

  private static final class Kid {
    final String node;
    final Boot boot;
    final HeldLeases leases;
    final long[] offeredMilli = new long[LIMITS];
    long sequence;
    long busy = 1;
    Map<LimitKey, LeaseGrant> told = new HashMap<>();

    Kid(String node, int boot) {
      this.node = node;
      this.boot = Boot.of(0, boot);
      this.leases = new HeldLeases(node, this.boot);
    }
  }

  @Test
  void aChildIsToldOfSoManyLeasesPerSecondAndHoldsThemAll() {
    run(3_000);
    changes = 0;
    run(5_000);

    assertThat(changes).isLessThanOrEqualTo(2 * 6 * LeaseTimes.EDGE.linesPerSecond());
    assertThat(kids.getFirst().leases.all()).hasSize(LIMITS);
    assertThat(kids.getFirst().leases.find(key(0)).orElseThrow().remainingNanos(nanos()))
        .isGreaterThan(Durations.ofMillis(16_000));
  }

  @Test
  void everyLimitGetsItsTurn() {
    run(3_000);
    SortedMap<LimitKey, HeldLease> before = new TreeMap<>(kids.getFirst().leases.all());
    kids.getLast().busy = 0;
    run(5_000);

    long same =
        before.values().stream()
            .filter(each -> each.lease().equals(lease(kids.getFirst(), each.key())))
            .count();
    assertThat(same).isLessThan(LIMITS / 10);
  }

  @Test
  void whatCannotBeKeptIsToldAtOnce() {
    run(3_000);
    held = new Share(50_000, 15_000);
    run(300);

    for (int i = 0; i < LIMITS; i++) {
      Share sum = lease(kids.getFirst(), key(i)).plus(lease(kids.getLast(), key(i)));
      assertThat(held.covers(sum)).as("%s of %s", sum, key(i)).isTrue();
    }
  }

  private Share lease(Kid kid, LimitKey key) {
    return kid.leases.find(key).orElseThrow().lease();
  }

  /** Reports every 100 ms, a round every 50 ms; whatever is granted arrives at once. */
  private void run(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; nowMillis += STEP_MILLIS) {
      if (nowMillis % 100 == 0) {
        kids.forEach(this::report);
      }
      List<Holding> holdings = new ArrayList<>();
      for (int i = 0; i < LIMITS; i++) {
        holdings.add(
            Holding.ofRoot(
                key(i),
                held,
                FLOOR,
                new Holding.Times(Durations.ofMillis(3_600_000), 3_000, 18_000),
                child -> ClaimTerms.EQUAL));
      }
      parent.round(nanos(), holdings).forEach(this::arrive);
      if (held.rateMilli() == 100_000) {
        requireWithinHolding();
      }
    }
  }

  private void requireWithinHolding() {
    for (int i = 0; i < LIMITS; i++) {
      assertThat(held.covers(parent.outstanding(key(i)))).as("%s", key(i)).isTrue();
    }
  }

  private void report(Kid kid) {
    List<Usage> usage = new ArrayList<>();
    for (int i = 0; i < LIMITS; i++) {
      kid.offeredMilli[i] += 1_000L * random.nextInt(16) * kid.busy;
      usage.add(new Usage(key(i), kid.offeredMilli[i], kid.offeredMilli[i] / 2));
    }
    parent.receive(
        nanos(),
        new Report(
            new Report.Header(kid.node, kid.boot, ++kid.sequence, nanos()),
            Report.Knows.of(kid.leases.applied(), 0),
            Mode.TARGET,
            Report.Told.of(usage),
            false));
  }

  private void arrive(Grants grants) {
    Kid kid =
        kids.stream().filter(each -> each.node.equals(grants.node())).findFirst().orElseThrow();
    assertThat(kid.leases.apply(nanos(), grants)).isTrue();
    Map<LimitKey, LeaseGrant> now = new HashMap<>();
    for (LeaseGrant lease : grants.leases()) {
      changes += lease.equals(kid.told.get(lease.key())) ? 0 : 1;
      now.put(lease.key(), lease);
    }
    kid.told = now;
  }

  private long nanos() {
    return Durations.ofMillis(nowMillis);
  }

  private static LimitKey key(int i) {
    return new LimitKey("t" + i, "requests");
  }
}
