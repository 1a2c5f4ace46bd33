package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddresseesTest {
  private final Addressees addressees = new Addressees();

  @Test
  void whoHasNoOwnersProvesAllThatItApplied() {
    addressees.granted(stamp(1), 0);
    addressees.granted(stamp(5), 0);

    assertThat(addressees.provenBy(0, stamp(7))).isEqualTo(Proof.of(stamp(7)));
  }

  @Test
  void nothingIsProvenBehindWhatALaterOwnerWasGiven() {
    addressees.granted(stamp(1), 3);
    addressees.granted(stamp(4), 4);
    addressees.granted(stamp(8), 3);

    assertThat(addressees.provenBy(3, stamp(9))).isEqualTo(new Proof(stamp(8), stamp(9)));
    assertThat(addressees.provenBy(3, stamp(3))).isEqualTo(Proof.of(stamp(3)));
    assertThat(addressees.provenBy(4, stamp(9))).isEqualTo(Proof.of(stamp(9)));
    assertThat(addressees.latestEpoch()).isEqualTo(4);
  }

  @Test
  void ownersThatTakeTurnsForLongAreNotForgotten() {
    for (int i = 0; i < 100; i++) {
      addressees.granted(stamp(i), i == 3 ? 9 : 3 + i % 2);
    }

    assertThat(addressees.provenBy(5, stamp(200)).since()).isNotEqualTo(Stamp.NONE);
    assertThat(addressees.provenBy(9, stamp(200))).isEqualTo(Proof.of(stamp(200)));
    assertThat(addressees.latestEpoch()).isEqualTo(9);
  }

  private static Stamp stamp(long sequence) {
    return new Stamp(1, sequence);
  }
}
