package io.ambit.global.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.model.Limit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WriteOffsTest {
  private static final Limit LIMIT = Limit.perSecond("requests", 1_000, 100);
  private static final long ALL = 999_000;
  private static final Offset<Long> ABOUT = within(25_000L);

  private final Realm realm = new Realm();
  private final Realm.Region eu = realm.region("eu");
  private final Realm.Region us = realm.region("us");

  @Test
  void whatALostRegionHasIsOthersAsSoonAsThatIsConfirmed() {
    realm.impatientBudget("acme", LIMIT);
    long had = lose();

    realm.confirm("eu", true);

    assertThat(realm.millisUntil(() -> us.given("acme") > ALL - 25_000)).isLessThanOrEqualTo(1_000);
    assertThat(realm.writtenOff("acme")).isPositive().isLessThanOrEqualTo(had);
    assertThat(eu.charged("acme") + us.charged("acme")).isGreaterThan(ALL);
  }

  @Test
  void neverMoreThanTheLimitAndWhatItHas() {
    realm.impatientBudget("acme", LIMIT);
    long had = lose();
    realm.confirm("eu", true);

    for (int step = 0; step < 300; step++) {
      realm.step();
      assertThat(us.charged("acme")).as("step %d", step).isLessThanOrEqualTo(ALL);
      assertThat(eu.charged("acme")).as("step %d", step).isLessThanOrEqualTo(had);
    }
  }

  @Test
  void whoWaitsForTheEndOfItsLeasesIsNeverGivenMoreThanTheLimit() {
    realm.budget("acme", LIMIT);
    lose();
    realm.confirm("eu", true);

    for (int step = 0; step < 300; step++) {
      realm.step();
      assertThat(eu.charged("acme") + us.charged("acme"))
          .as("step %d", step)
          .isLessThanOrEqualTo(ALL);
    }
    assertThat(realm.writtenOff("acme")).isZero();
  }

  @Test
  void whatIsWrittenOffEndsWithItsLeases() {
    realm.impatientBudget("acme", LIMIT);
    lose();
    realm.confirm("eu", true);

    realm.millisUntil(() -> realm.writtenOff("acme") == 0);

    assertThat(eu.charged("acme") + us.charged("acme")).isLessThanOrEqualTo(ALL);
  }

  @Test
  void whoIsThereAfterAllHasItsPartAgainAndAllIsWithinTheLimit() {
    realm.impatientBudget("acme", LIMIT);
    lose();
    realm.confirm("eu", true);
    realm.run(2_000);

    eu.cut = false;
    eu.demand("acme", 2_000);
    realm.confirm("eu", false);

    realm.millisUntil(() -> eu.charged("acme") + us.charged("acme") <= ALL);
    realm.run(10_000);
    assertThat(eu.charged("acme") + us.charged("acme")).isLessThanOrEqualTo(ALL);
    assertThat(eu.given("acme")).isCloseTo(ALL / 2, ABOUT);
  }

  @Test
  void aRegionThatIsHeardIsNotWrittenOff() {
    realm.impatientBudget("acme", LIMIT);
    share();

    realm.confirm("eu", true);
    realm.run(1_000);

    assertThat(realm.writtenOff("acme")).isZero();
    assertThat(eu.charged("acme") + us.charged("acme")).isLessThanOrEqualTo(ALL);
  }

  @Test
  void withinWhatRegionsCanTake() {
    realm.declare("us", 700);
    realm.impatientBudget("acme", LIMIT);
    lose();
    realm.confirm("eu", true);

    realm.run(2_000);

    assertThat(us.charged()).isLessThanOrEqualTo(700_000);
    assertThat(us.given("acme")).isCloseTo(700_000, ABOUT);
  }

  /** Both have half. */
  private void share() {
    eu.demand("acme", 2_000);
    us.demand("acme", 2_000);
    realm.run(5_000);
    assertThat(eu.given("acme")).isCloseTo(ALL / 2, ABOUT);
  }

  /** And one is not heard any more; what it has. */
  private long lose() {
    share();
    eu.cut = true;
    realm.run(3_000);
    assertThat(us.given("acme")).isCloseTo(ALL / 2, ABOUT);
    return eu.charged("acme");
  }
}
