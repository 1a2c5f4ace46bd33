package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarshotTest {
  private final Earshot earshot = new Earshot("us");

  @Test
  void silenceCountsFromTheFirstProbeThatFailed() {
    round(0, true);
    round(250, false);
    round(500, false);
    round(750, false);

    assertThat(silentMillis(1_000)).isEqualTo(750);
  }

  @Test
  void oneAnswerEndsIt() {
    round(0, false);
    round(250, true);

    assertThat(silentMillis(400)).isZero();
  }

  @Test
  void oneControllerThatAnswersIsEnoughInWhateverOrderItIsHeard() {
    earshot.begin(0);
    earshot.failed(1, "eu", 0);
    earshot.answered(5, "eu");
    assertThat(silentMillis(200)).isZero();

    earshot.begin(250);
    earshot.answered(255, "eu");
    earshot.failed(750, "eu", 250);
    assertThat(silentMillis(900)).isZero();
  }

  @Test
  void whoStoodStillDoesNotBlameOthersForIt() {
    round(0, false);
    assertThat(silentMillis(200)).isEqualTo(200);

    earshot.begin(60_000);
    assertThat(silentMillis(60_000)).isZero();
    // The probe that was under way meanwhile says nothing either.
    earshot.failed(60_001, "eu", 250);
    assertThat(silentMillis(60_100)).isZero();
  }

  @Test
  void ofWhomNothingIsKnownNothingIsTold() {
    assertThat(earshot.tell(0).silentMillis()).isEmpty();
  }

  private void round(long atMillis, boolean answered) {
    earshot.begin(atMillis);
    if (answered) {
      earshot.answered(atMillis + 5, "eu");
    } else {
      earshot.failed(atMillis + 5, "eu", atMillis);
    }
  }

  private long silentMillis(long nowMillis) {
    return earshot.tell(nowMillis).silentMillis().getOrDefault("eu", -1L);
  }
}
