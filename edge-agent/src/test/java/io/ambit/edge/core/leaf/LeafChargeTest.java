package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeafChargeTest {
  private final LeafCharge charge = new LeafCharge();

  @Test
  void oneRateIsInForceAtATimeButEveryDepthWasPaid() {
    charge.add(50_000, 5_000, 100);
    charge.add(20_000, 2_000, 200);
    assertThat(charge.rateMilli()).isEqualTo(50_000);
    assertThat(charge.depthMilli()).isEqualTo(7_000);

    assertThat(charge.expire(99)).isFalse();
    assertThat(charge.expire(100)).isTrue();

    assertThat(charge.rateMilli()).isEqualTo(20_000);
    assertThat(charge.depthMilli()).isEqualTo(2_000);
  }

  @Test
  void whatIsToldAgainLastsLongerAndNeverShorter() {
    charge.add(50_000, 5_000, 100);
    charge.extend(300);
    charge.extend(200);
    charge.expire(299);
    assertThat(charge.isEmpty()).isFalse();
    charge.expire(300);
    assertThat(charge.isEmpty()).isTrue();
  }

  @Test
  void thereAreOnlySoMany() {
    for (int i = 0; i < LeafCharge.MOST; i++) {
      assertThat(charge.hasRoom()).isTrue();
      charge.add(1_000, 1_000, 100);
    }
    assertThat(charge.hasRoom()).isFalse();
  }
}
