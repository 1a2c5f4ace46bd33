package io.ambit.edge.overload;

import static io.ambit.edge.overload.PlayedResource.exponential;
import static io.ambit.edge.overload.PlayedResource.guardedBy;
import static io.ambit.edge.overload.PlayedResource.logNormal;
import static io.ambit.model.Priority.CRITICAL;
import static io.ambit.model.Priority.CRITICAL_PLUS;
import static io.ambit.model.Priority.SHEDDABLE;
import static io.ambit.model.Priority.SHEDDABLE_PLUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.edge.overload.PlayedResource.Outcome;
import io.ambit.model.Priority;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual time throughout: a resource is played, and the figures are of one seed each. */
class OverloadTest {
  private static final double MEAN = 0.01;

  private final Overload overload = new Overload(0);

  @ParameterizedTest
  @CsvSource({
    "8, even, 1",
    "8, exponential, 2",
    "8, skewed, 3",
    "1, even, 4",
    "200, exponential, 5",
  })
  void atThreeTimesWhatFitsNothingIdlesAndWhatMattersGoes(int workers, String shape, long seed) {
    double capacity = workers / MEAN;
    PlayedResource resource = resource(seed, workers, shape);
    resource.offer(CRITICAL, 0.3 * capacity).offer(SHEDDABLE, 0.2 * capacity).play(20, capacity);

    resource.offer(CRITICAL, 0.7 * capacity).offer(SHEDDABLE, 2.3 * capacity);
    Outcome flood = resource.play(100, capacity);

    assertThat(flood.doneShare()).isGreaterThan(0.9);
    assertThat(flood.shedShare(CRITICAL)).isLessThan(0.001);
    assertThat(flood.latencySeconds(0.99)).isLessThan(workers == 1 ? 0.3 : 0.12);
  }

  /** Of few requests a second, of which what fits is not known at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSmallResourceIsNotTakenForASlowOneForItsQueue(long seed) {
    double capacity = 100;
    PlayedResource resource =
        new PlayedResource(seed, 4, guardedBy(overload)).serving(dice -> 4 / capacity);
    double shed = 0;
    for (int flood = 0; flood < 4; flood++) {
      resource.offer(CRITICAL, 30).offer(SHEDDABLE_PLUS, 10).offer(SHEDDABLE, 20);
      resource.play(15, capacity);
      resource.offer(CRITICAL, 70).offer(SHEDDABLE_PLUS, 60).offer(SHEDDABLE, 170);
      resource.play(5, capacity);

      Outcome outcome = resource.play(30, capacity);

      assertThat(outcome.doneShare()).isGreaterThan(0.9);
      assertThat(outcome.latencySeconds(0.99)).isLessThan(0.5);
      shed += outcome.shedShare(CRITICAL) / 4;
    }
    assertThat(shed).isLessThan(0.001);
  }

  @Test
  void onceThereWasNoNeedOfALimitForAWhileThereIsNone() {
    PlayedResource resource = resource(22, 8, "even");
    resource.offer(SHEDDABLE, 2_400).play(20, 800);

    resource.offer(SHEDDABLE, 100).play(20, 800);
    Learned calm = overload.learn(40 * PlayedResource.SECOND + 1);
    Outcome flood = resource.offer(SHEDDABLE, 2_400).play(30, 800);

    assertThat(calm.limit()).isGreaterThan(50);
    assertThat(flood.doneShare()).isGreaterThan(0.9);
    assertThat(flood.latencySeconds(0.99)).isLessThan(0.12);
  }

  @Test
  void inAMillionDecisionsNoLesserRequestGoesWhereAGreaterIsShed() {
    Random dice = new Random(6);
    long[] counts = new long[2];
    PlayedResource.Guard inner = guardedBy(overload);
    PlayedResource.Guard asking =
        new Asking(inner) {
          @Override
          public boolean sheds(Priority priority, double draw, long nowNanos) {
            boolean shed = super.sheds(priority, draw, nowNanos);
            Priority other = Priority.values()[dice.nextInt(4)];
            boolean otherShed = super.sheds(other, dice.nextDouble(), nowNanos);
            boolean inverted =
                other.compareTo(priority) > 0 ? shed && !otherShed : !shed && otherShed;
            counts[0]++;
            counts[1] += inverted && other != priority ? 1 : 0;
            return shed;
          }
        };
    PlayedResource resource = new PlayedResource(7, 8, asking).serving(d -> exponential(d, MEAN));
    for (double load = 0.5; counts[0] < 1_000_000; load = load >= 4 ? 0.5 : load + 0.7) {
      for (Priority priority : Priority.values()) {
        resource.offer(priority, load * 800 * dice.nextDouble());
      }
      resource.play(20, 800);
    }

    assertThat(counts[1]).isZero();
  }

  @Test
  void whoeverMattersMostAloneIsShedTooOnceItDoesNotFit() {
    PlayedResource resource = resource(8, 8, "exponential");
    resource.offer(CRITICAL_PLUS, 400).play(10, 800);

    Outcome flood = resource.offer(CRITICAL_PLUS, 2_400).play(60, 800);

    assertThat(flood.doneShare()).isGreaterThan(0.95);
    assertThat(flood.latencySeconds(0.99)).isLessThan(0.2);
  }

  @Test
  void eachPriorityGetsWhatTheGreaterOnesLeave() {
    PlayedResource resource = resource(9, 40, "exponential");
    resource.offer(CRITICAL, 1_000).play(10, 4_000);
    resource.offer(CRITICAL_PLUS, 1_000).offer(CRITICAL, 1_500).offer(SHEDDABLE_PLUS, 3_000);
    resource.offer(SHEDDABLE, 3_000).play(20, 4_000);

    Outcome flood = resource.play(60, 4_000);

    assertThat(flood.shedShare(CRITICAL_PLUS)).isZero();
    assertThat(flood.shedShare(CRITICAL)).isLessThan(0.001);
    assertThat(flood.shedShare(SHEDDABLE_PLUS)).isCloseTo(0.5, within(0.05));
    assertThat(flood.shedShare(SHEDDABLE)).isGreaterThan(0.99);
  }

  @Test
  void aResourceThatBecomesHalfAsFastIsFollowedDownAndUp() {
    PlayedResource resource = resource(10, 8, "even");
    resource.offer(SHEDDABLE, 2_400).play(60, 800);

    resource.slower(2).play(20, 400);
    Outcome slow = resource.play(40, 400);
    Learned learnedSlow = overload.learn(120 * PlayedResource.SECOND + 1);
    resource.slower(1).play(20, 800);
    Outcome fast = resource.play(40, 800);

    assertThat(slow.doneShare()).isGreaterThan(0.95);
    assertThat(slow.latencySeconds(0.99)).isLessThan(0.15);
    assertThat(learnedSlow.capacityPerSecond()).isCloseTo(400, within(40.0));
    assertThat(fast.doneShare()).isGreaterThan(0.95);
    assertThat(fast.latencySeconds(0.99)).isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"even", "exponential", "skewed"})
  void aResourceThatHasRoomShedsNothing(String shape) {
    PlayedResource resource = resource(11, 8, shape);

    Outcome calm = resource.offer(SHEDDABLE, 480).play(120, 800);

    assertThat(calm.shedShare(SHEDDABLE)).isLessThan(0.001);
  }

  @Test
  void onceThereIsRoomAgainSheddingEnds() {
    PlayedResource resource = resource(12, 8, "even");
    resource.offer(SHEDDABLE, 2_400).play(60, 800);

    Outcome easing = resource.offer(SHEDDABLE, 400).play(3, 800);
    Outcome eased = resource.play(20, 800);

    assertThat(easing.shedShare(SHEDDABLE)).isLessThan(0.5);
    assertThat(eased.shedShare(SHEDDABLE)).isLessThan(0.002);
  }

  @Test
  void afterOverloadAResourceMayBeUsedToFourFifths() {
    PlayedResource resource = resource(17, 8, "exponential");
    resource.offer(SHEDDABLE, 2_400).play(60, 800);
    resource.offer(SHEDDABLE, 640).play(20, 800);

    assertThat(resource.play(60, 800).shedShare(SHEDDABLE)).isLessThan(0.01);
  }

  @Test
  void asLongAsNobodyTellsWhatBecameOfRequestsNothingIsShed() {
    for (long now = 0; now < 5_000_000_000L; now += 1_000_000) {
      assertThat(overload.sheds(SHEDDABLE, 0, now)).isFalse();
      overload.begin(SHEDDABLE, now);
      if (now % 50_000_000 == 0) {
        overload.learn(now);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0", "1, 1", "0.5, 0.5", "0.5, 0", "1, 0.2"})
  void whoTellsLittleOrLateIsProtectedAllTheSame(double told, double lateSeconds) {
    PlayedResource resource = resource(13, 40, "even").telling(told, lateSeconds);
    Outcome calm = resource.offer(SHEDDABLE, 2_000).play(60, 4_000);
    resource.offer(SHEDDABLE, 12_000).play(30, 4_000);

    Outcome flood = resource.play(60, 4_000);

    assertThat(calm.shedShare(SHEDDABLE)).isLessThan(0.01);
    assertThat(flood.doneShare()).isGreaterThan(0.85);
    assertThat(flood.latencySeconds(0.5)).isLessThan(0.5);
  }

  /** Where nothing is counted, what was learned at low demand must not hold back a higher one. */
  @Test
  void whoTellsLittleMayAskForMoreAtAnyTime() {
    PlayedResource resource = resource(21, 40, "exponential").telling(0.3, 0);
    resource.offer(SHEDDABLE, 400).play(30, 4_000);

    assertThat(resource.offer(SHEDDABLE, 2_400).play(30, 4_000).shedShare(SHEDDABLE))
        .isLessThan(0.01);
    resource.offer(SHEDDABLE, 12_000).play(30, 4_000);
    resource.offer(SHEDDABLE, 400).play(60, 4_000);
    assertThat(resource.offer(SHEDDABLE, 2_400).play(60, 4_000).shedShare(SHEDDABLE))
        .isLessThan(0.05);
  }

  @Test
  void whoAsksAgainMeetsTheSameAnswer() {
    PlayedResource resource = resource(14, 40, "exponential");
    resource.offer(CRITICAL, 2_000).offer(SHEDDABLE, 8_000).play(30, 4_000);
    double[] draws = new Random(15).doubles(1_000).toArray();
    boolean[] first = answers(draws, resource.nowNanos());

    resource.play(1, 4_000);
    boolean[] again = answers(draws, resource.nowNanos());

    int same = 0;
    for (int i = 0; i < draws.length; i++) {
      same += first[i] == again[i] ? 1 : 0;
    }
    assertThat(same).as("of 1,000").isGreaterThan(900);
  }

  /** A tenant far over its budget asks much and gets little: what it does not get is no demand. */
  @Test
  void whatBudgetsRefuseIsNoDemand() {
    Random dice = new Random(18);
    PlayedResource.Guard overBudget =
        new Asking(guardedBy(overload)) {
          @Override
          public boolean sheds(Priority priority, double draw, long nowNanos) {
            if (super.sheds(priority, draw, nowNanos)) {
              return true;
            }
            boolean refused = priority == CRITICAL && dice.nextDouble() < 0.9;
            if (refused) {
              overload.refused(priority);
            }
            return refused;
          }

          @Override
          public void shed(Priority priority) {
            if (priority != CRITICAL) {
              super.shed(priority);
            }
          }
        };
    PlayedResource resource =
        new PlayedResource(19, 8, overBudget).serving(d -> exponential(d, MEAN));
    resource.offer(CRITICAL, 4_000).offer(SHEDDABLE, 300).play(20, 800);

    Outcome flood = resource.offer(SHEDDABLE, 1_200).play(60, 800);

    assertThat(flood.doneShare()).isGreaterThan(0.9);
    assertThat(flood.shedShare(CRITICAL)).isLessThan(0.91);
  }

  @Test
  void howLongAShedRequestWaitsIsHowFastPressureFallsAtMost() {
    PlayedResource resource = resource(20, 8, "exponential");
    resource.offer(CRITICAL, 400).offer(SHEDDABLE, 1_200).play(20, 800);

    assertThat(overload.waitNanos(CRITICAL_PLUS, 0)).isZero();
    assertThat(overload.waitNanos(SHEDDABLE, 0.999)).isZero();
    assertThat(overload.waitNanos(SHEDDABLE, 0)).isBetween(1L, 4 * PlayedResource.SECOND);
  }

  @Test
  void itsCapacityIsLearnedWhileItHasEnoughToDo() {
    PlayedResource resource = resource(16, 8, "exponential");
    resource.offer(SHEDDABLE, 400).play(30, 800);
    assertThat(overload.learn(30 * PlayedResource.SECOND + 1).saturated()).isFalse();

    resource.offer(SHEDDABLE, 2_400).play(30, 800);
    Learned learned = overload.learn(60 * PlayedResource.SECOND + 1);

    assertThat(learned.saturated()).isTrue();
    assertThat(learned.capacityPerSecond()).isCloseTo(800, within(80.0));
    assertThat(learned.pressure()).isBetween(0.1, 0.3);
  }

  private boolean[] answers(double[] draws, long nowNanos) {
    boolean[] answers = new boolean[draws.length];
    for (int i = 0; i < draws.length; i++) {
      answers[i] = overload.sheds(SHEDDABLE, draws[i], nowNanos);
    }
    return answers;
  }

  private PlayedResource resource(long seed, int workers, String shape) {
    ToDoubleFunction<Random> serving =
        switch (shape) {
          case "even" -> dice -> logNormal(dice, MEAN, 0.3);
          case "exponential" -> dice -> exponential(dice, MEAN);
          default -> dice -> dice.nextDouble() < 0.9 ? 0.5 * MEAN : 5.5 * MEAN;
        };
    return new PlayedResource(seed, workers, guardedBy(overload)).serving(serving);
  }

  /** Passes everything on. */
  private abstract static class Asking implements PlayedResource.Guard {
    private final PlayedResource.Guard inner;

    Asking(PlayedResource.Guard inner) {
      this.inner = inner;
    }

    @Override
    public boolean sheds(Priority priority, double draw, long nowNanos) {
      return inner.sheds(priority, draw, nowNanos);
    }

    @Override
    public void shed(Priority priority) {
      inner.shed(priority);
    }

    @Override
    public void begin(Priority priority, long nowNanos) {
      inner.begin(priority, nowNanos);
    }

    @Override
    public void end(long nowNanos, long tookNanos) {
      inner.end(nowNanos, tookNanos);
    }

    @Override
    public void tick(long nowNanos) {
      inner.tick(nowNanos);
    }
  }
}
