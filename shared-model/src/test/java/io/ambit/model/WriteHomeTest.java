package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.model.WriteHome.State;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WriteHomeTest {
  private static final List<String> REGIONS = List.of("eu", "us", "ap");

  @Test
  void anEpochNamesItsRegionAndIsAboveTheOneBefore() {
    long epoch = 0;
    for (int i = 0; i < 100; i++) {
      String region = REGIONS.get(i % REGIONS.size());
      long next = WriteEpoch.next(epoch, region);

      assertThat(next).isGreaterThan(epoch);
      assertThat(WriteEpoch.names(next, region)).isTrue();
      assertThat(REGIONS).filteredOn(other -> WriteEpoch.names(next, other)).hasSize(1);
      epoch = next;
    }
  }

  @Test
  void grantsToTwoRegionsAfterTheSameEpochAreOfDifferentNumbers() {
    for (long after : new long[] {0, 1, 7_777_777, WriteEpoch.mark("eu"), WriteEpoch.MOST / 2}) {
      Set<Long> next = new HashSet<>();
      REGIONS.forEach(region -> next.add(WriteEpoch.next(after, region)));

      assertThat(next).hasSize(REGIONS.size());
    }
  }

  /** The numbers of docs/write-homes.md. */
  @Test
  void epochsAreAsTheDocsSay() {
    WriteHome home = WriteHome.first("eu", "f-1");
    WriteHome there = home.reserved("us", "f-2", false, false).fencing();
    WriteHome back = there.activating().settled().reserved("eu", "f-3", false, false).fencing();

    assertThat(home.epoch()).isEqualTo(685_070);
    assertThat(there.epoch()).isEqualTo(1_248_189);
    assertThat(back.epoch()).isEqualTo(1_733_646);
  }

  @Test
  void atEveryStepOneRegionAtMostAdmits() {
    WriteHome home = WriteHome.first("eu", "f-1");
    assertAdmits(home, "eu");
    WriteHome reserved = home.reserved("us", "f-2", false, false);
    assertAdmits(reserved, "eu");
    WriteHome fencing = reserved.fencing();
    assertAdmits(fencing);
    assertAdmits(fencing.catchingUp());
    WriteHome activating = fencing.catchingUp().activating();
    assertAdmits(activating, "us");
    assertAdmits(activating.settled(), "us");
    assertAdmits(fencing.aborted(), "eu");
  }

  @Test
  void whenAnotherRegionMayAdmitOrAFenceIsTakenBackTheEpochIsNew() {
    WriteHome home = WriteHome.first("eu", "f-1");
    WriteHome reserved = home.reserved("us", "f-2", false, false);
    WriteHome fencing = reserved.fencing();

    assertThat(reserved.epoch()).isEqualTo(home.epoch());
    assertThat(fencing.epoch()).isGreaterThan(home.epoch());
    assertThat(fencing.activating().settled().epoch()).isEqualTo(fencing.epoch());
    assertThat(fencing.aborted().epoch()).isGreaterThan(fencing.epoch());
    assertThat(WriteEpoch.names(fencing.epoch(), "us")).isTrue();
    assertThat(WriteEpoch.names(fencing.aborted().epoch(), "eu")).isTrue();
  }

  @Test
  void anEpochOfAnotherRegionIsRefused() {
    long ofUs = WriteEpoch.next(0, "us");

    assertThatThrownBy(() -> new WriteHome("eu", ofUs, State.STABLE, null, "f", false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names eu");
    assertThatThrownBy(() -> new WriteHome("us", ofUs, State.ABORTED, "eu", "f", false, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WriteHome("us", ofUs, State.FENCING, "us", "f", false, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WriteHome("us", ofUs, State.ACTIVATING, null, "f", false, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertAdmits(WriteHome home, String... regions) {
    assertThat(REGIONS).filteredOn(home::admits).containsExactly(regions);
  }
}
