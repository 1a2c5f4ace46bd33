package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.leaf.LeafAction.Abandon;
import io.ambit.edge.core.leaf.LeafAction.Assign;
import io.ambit.edge.core.leaf.LeafTerms.Held;
import io.ambit.edge.core.leaf.LeafTerms.Leased;
import io.ambit.edge.core.leaf.Strategy.Tokens;
import io.ambit.lease.Exposure;
import io.ambit.lease.Share;
import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeavesTest {
  private static final long MILLI = 1_000_000;
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final LimitKey BYTES = new LimitKey("acme", "bytes");
  private static final LeafId LEAF = new LeafId(1, 1);
  private static final LeafId OTHER = new LeafId(2, 1);

  private final Leaves leaves = new Leaves();
  private final List<LeafAction> told = new ArrayList<>();
  private final Map<LimitKey, Share> held = new TreeMap<>(Map.of(REQUESTS, share(100, 40)));
  private long leaseMillis = 18_000;
  private long nowMillis = 1_000;

  /** The numbers of docs/algorithms.md. */
  @Test
  void theWorkedExample() {
    leaves.report(now(), new LeafReport(LEAF, "acme", 0, 1));
    step();
    // Half of the rate fills the fund, and half of the depth is kept for leaves.
    assertThat(left()).isEqualTo(share(50, 20));
    assertThat(told).isEmpty();

    pass(100);
    // 50 ms of 50 per second, less a thousandth: two whole tokens start the first bucket.
    assertThat(told).containsExactly(new Assign(LEAF, new Tokens(2, 499), 2));
    assertThat(leaves.charged("acme")).isEqualTo(share(50, 2));

    pass(3_000);
    // Once the fund has gathered as much, the bucket starts with a tenth of a second.
    assertThat(told).last().isEqualTo(new Assign(LEAF, new Tokens(5, 499), 2));
    pass(3_000);
    assertThat(left()).isEqualTo(share(50, 20));

    told.clear();
    held.put(REQUESTS, share(20, 30));
    stepAll();
    // What the leaf has is more than the lease now: the gate has nothing, and the region hears why.
    assertThat(told).containsExactly(new Assign(LEAF, new Tokens(1, 99), 2));
    assertThat(left()).isEqualTo(share(0, 15));
    assertThat(exposure()).isEqualTo(share(50, 6));

    pass(1_700);
    assertThat(exposure()).isEqualTo(share(50, 6));
    pass(850);
    // 2.002 s for the TTL on a slow clock and half a second for reading it: now it is over.
    assertThat(exposure()).isEqualTo(Share.NONE);
    assertThat(leaves.charged("acme")).isEqualTo(share(10, 1));
    assertThat(left()).isEqualTo(share(10, 15));
  }

  @Test
  void theGateIsToldBeforeALeafIs() {
    subscribe(LEAF);
    for (int i = 0; i < 40 && told.isEmpty(); i++) {
      pass(50);
    }
    Share charged = leaves.charged("acme");
    assertThat(charged.rateMilli()).isPositive();
    assertThat(holding(REQUESTS).minus(left()).covers(charged)).isTrue();
  }

  @Test
  void aStreamThatEndsIsChargedUntilWhatItWasToldIsOver() {
    subscribe(LEAF);
    pass(1_000);
    assertThat(leaves.charged("acme").isNone()).isFalse();

    leaves.end(LEAF.stream());
    pass(1_000);
    assertThat(leaves.charged("acme").isNone()).isFalse();
    pass(1_600);

    assertThat(leaves.charged("acme")).isEqualTo(Share.NONE);
    assertThat(left()).isEqualTo(holding(REQUESTS));
    assertThat(leaves.chargedTenants()).isEmpty();
  }

  @Test
  void theSmallestLimitCountsAndEachIsCharged() {
    held.put(BYTES, share(10, 100));
    subscribe(LEAF);
    pass(1_500);

    assertThat(newest(LEAF).tokensPerFill()).isLessThanOrEqualTo(99);
    assertThat(leaves.left("acme", holding(BYTES)).rateMilli()).isLessThan(10_000);
    assertThat(left().rateMilli()).isGreaterThanOrEqualTo(90_000);
  }

  @Test
  void nothingIsToldThatWouldOutliveTheLease() {
    leaseMillis = 1_400;
    subscribe(LEAF);
    pass(3_000);
    assertThat(told).noneMatch(LeavesTest::fills);
    leaseMillis = 1_600;
    pass(1_000);
    assertThat(told).filteredOn(LeavesTest::fills).isNotEmpty();
    assertThat(told)
        .filteredOn(LeavesTest::fills)
        .allMatch(each -> ((Assign) each).ttlSeconds() == 1);
  }

  @Test
  void whatOutlastsTheNewestLeaseIsExposedHoweverLargeThatIs() {
    subscribe(LEAF);
    pass(1_000);
    assertThat(exposure()).isEqualTo(Share.NONE);
    leaseMillis = 500;
    stepAll();
    assertThat(exposure()).isEqualTo(leaves.charged("acme"));
  }

  @Test
  void whoIsSilentIsToldNothingMore() {
    subscribe(LEAF);
    pass(9_000);
    assertThat(told).isNotEmpty();
    pass(1_500);
    told.clear();
    pass(5_000);
    assertThat(told).isEmpty();
    assertThat(leaves.charged("acme")).isEqualTo(Share.NONE);
  }

  @Test
  void whoIsAskedNothingForLongIsToldToForgetTheBucket() {
    subscribe(LEAF);
    for (int i = 0; i < 130 && !told.contains(new Abandon(LEAF)); i++) {
      leaves.report(now(), new LeafReport(LEAF, "acme", 0, 0));
      pass(5_000);
    }
    assertThat(told).contains(new Abandon(LEAF));
    told.clear();
    pass(5_000);
    assertThat(told).isEmpty();
  }

  @Test
  void whereThereIsTooLittleDepthForAllTheOthersAreDenied() {
    held.put(REQUESTS, share(100, 2));
    subscribe(LEAF);
    subscribe(OTHER);
    pass(3_000);

    assertThat(told).contains(new Assign(OTHER, Strategy.DENY_ALL, 2));
    assertThat(leaves.charged("acme").depthMilli()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void whatAnEarlierProcessToldIsNotUsedForAnythingElse() {
    leaves.resume(now(), List.of("acme"));
    subscribe(LEAF);
    pass(2_450);
    assertThat(leaves.isHeldBack()).isTrue();
    assertThat(left()).isEqualTo(Share.NONE);
    assertThat(leaves.left("bob", share(1, 1))).isEqualTo(share(1, 1));
    assertThat(told).isEmpty();

    pass(100);
    assertThat(leaves.isHeldBack()).isFalse();
    pass(500);
    assertThat(told).isNotEmpty();
  }

  @Test
  void renewalsGoOnWithTheSameBucketWhileDemandWavers() {
    subscribe(LEAF);
    pass(3_000);
    told.clear();
    for (int i = 0; i < 40; i++) {
      leaves.report(now(), new LeafReport(LEAF, "acme", 10 + i % 3, 0));
      pass(500);
    }
    assertThat(told.stream().distinct().count()).isLessThanOrEqualTo(4);
    // Three in four seconds, or more: none was left to run out.
    assertThat(told).hasSizeGreaterThan(15);
  }

  private void subscribe(LeafId leaf) {
    leaves.report(now(), new LeafReport(leaf, "acme", 1, 0));
  }

  private void pass(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      nowMillis += 50;
      step();
    }
  }

  private void step() {
    step(false);
  }

  /** What is held has changed. */
  private void stepAll() {
    step(true);
  }

  private void step(boolean all) {
    TreeMap<LimitKey, Held> limits = new TreeMap<>();
    held.forEach((key, share) -> limits.put(key, new Held(share, now() + leaseMillis * MILLI)));
    told.addAll(leaves.step(now(), all, tenant -> new Leased(limits)));
    leaves.told();
  }

  private Share left() {
    return leaves.left("acme", holding(REQUESTS));
  }

  private Share exposure() {
    List<Exposure> exposure = leaves.exposure(now(), this::held);
    return exposure.isEmpty() ? Share.NONE : exposure.getFirst().lease();
  }

  private Held held(LimitKey key) {
    return new Held(holding(key), now() + leaseMillis * MILLI);
  }

  private Share holding(LimitKey key) {
    return held.getOrDefault(key, Share.NONE);
  }

  private Tokens newest(LeafId leaf) {
    return told.stream()
        .filter(each -> each.leaf().equals(leaf) && fills(each))
        .map(each -> (Tokens) ((Assign) each).strategy())
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private static boolean fills(LeafAction action) {
    return action instanceof Assign assign && assign.strategy() instanceof Tokens;
  }

  private long now() {
    return nowMillis * MILLI;
  }

  private static Share share(long perSecond, long depth) {
    return new Share(perSecond * 1_000, depth * 1_000);
  }
}
