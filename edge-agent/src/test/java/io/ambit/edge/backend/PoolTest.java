package io.ambit.edge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.ambit.edge.backend.PlayedBackends.Tally;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual time throughout. */
class PoolTest {
  /** At any rate of requests: what an ejected one may try grows no faster than what there is. */
  @ParameterizedTest
  @ValueSource(ints = {50, 300, 3_000})
  void oneOfFourThatFailsIsSentNextToNothingAfterTwoSeconds(int perSecond) {
    PlayedBackends played = new PlayedBackends(1, "").with("a", "b", "c", "d");
    played.play(20, perSecond);
    played.failing("b", 1).play(2, perSecond);

    Tally after = played.play(60, perSecond);

    assertThat(after.share("b")).isLessThan(0.01);
    assertThat(after.nowhere).isZero();
    assertThat(after.share("a")).isCloseTo(1 / 3.0, within(0.05));
  }

  @Test
  void whatFailsHalfOfTheTimeIsEjectedAsWell() {
    PlayedBackends played = new PlayedBackends(2, "").with("a", "b", "c", "d");
    played.play(20, 1_000);
    played.failing("b", 0.5).play(2, 1_000);

    assertThat(played.play(60, 1_000).share("b")).isLessThan(0.01);
  }

  @ParameterizedTest
  @CsvSource({"1.0", "0.6"})
  void halfOfThemFailingTheOthersAreNotSentAllOfIt(double failing) {
    PlayedBackends played = new PlayedBackends(3, "").with("a", "b", "c", "d");
    played.play(20, 3_000);
    played.failing("a", failing).failing("b", failing).play(2, 3_000);

    Tally after = played.play(30, 3_000);

    assertThat(played.pool().isPanicking()).isTrue();
    for (String id : new String[] {"a", "b", "c", "d"}) {
      assertThat(after.share(id)).as(id).isBetween(0.1, 0.4);
    }
  }

  /** Who fails at once has nothing under way and looks idle, the busier the others are. */
  @Test
  void whileItPanicsWhoFailsAtOnceIsSentNoMoreThanItsPart() {
    PlayedBackends played = new PlayedBackends(16, "z1").with("a@z1", "b@z1", "c@z2", "d@z2");
    played.play(20, 3_600);
    played.failing("a", 1).failing("b", 1).play(30, 3_600);

    Tally after = played.play(30, 3_600);

    for (String id : new String[] {"a", "b", "c", "d"}) {
      assertThat(after.share(id)).as(id).isCloseTo(0.25, within(0.03));
    }
  }

  /** Its timeouts in a row may be for its load alone, and nobody else could take that. */
  @Test
  void theOnlyOneIsLeftOutOnlyOnceNothingGoesWell() {
    PlayedBackends played = new PlayedBackends(17, "").with("a");
    played.play(10, 500);

    Tally some = played.failing("a", 0.8).play(30, 500);
    Tally none = played.failing("a", 1).play(10, 500);

    assertThat(some.nowhere).isZero();
    assertThat((double) none.nowhere / none.all).isGreaterThan(0.5);
  }

  @Test
  void theWorseOfTwoIsLeftOutAlone() {
    PlayedBackends played = new PlayedBackends(4, "").with("a", "b");
    played.play(20, 500);
    played.failing("a", 1).play(2, 500);

    Tally after = played.play(30, 500);

    assertThat(after.share("a")).isLessThan(0.01);
    assertThat(after.nowhere).isZero();
  }

  @Test
  void whereNothingGoesWellNobodyIsHealthyAndItIsTriedNowAndThen() {
    PlayedBackends played = new PlayedBackends(5, "").with("a", "b", "c", "d");
    played.play(20, 1_000);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      played.failing(id, 1);
    }
    played.play(10, 1_000);

    Tally down = played.play(60, 1_000);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      played.failing(id, 0);
    }
    played.play(31, 1_000);
    Tally back = played.play(10, 1_000);

    assertThat((double) down.nowhere / down.all).isGreaterThan(0.99);
    assertThat(down.all - down.nowhere).isPositive();
    assertThat(back.nowhere).isZero();
    assertThat(back.failed).isZero();
  }

  @Test
  void whoComesBackTakesItsPartAgain() {
    PlayedBackends played = new PlayedBackends(6, "").with("a", "b", "c", "d");
    played.play(20, 1_000);
    played.failing("b", 1).play(5, 1_000);
    played.failing("b", 0).play(31, 1_000);

    assertThat(played.play(20, 1_000).share("b")).isCloseTo(0.25, within(0.05));
  }

  @Test
  void aSlowOneIsSentLess() {
    PlayedBackends played = new PlayedBackends(7, "").with("a", "b", "c", "d");
    played.play(20, 1_000);
    played.taking("b", 0.05).play(5, 1_000);

    assertThat(played.play(30, 1_000).share("b")).isBetween(0.005, 0.12);
  }

  @Test
  void theOwnZoneIsPreferredUntilItHasEnough() {
    PlayedBackends played =
        new PlayedBackends(8, "z1").with("a@z1", "b@z1", "c@z2", "d@z2", "e@z2");
    Tally calm = played.play(30, 1_000);
    played.play(10, 4_000);
    Tally flood = played.play(30, 4_000);

    assertThat(calm.share("a") + calm.share("b")).isGreaterThan(0.99);
    assertThat(flood.share("a") + flood.share("b")).isBetween(0.3, 0.6);
  }

  @Test
  void ofAZoneThatIsGoneTheOthersTakeOver() {
    PlayedBackends played = new PlayedBackends(9, "z1").with("a@z1", "c@z2", "d@z2");
    played.play(10, 500);
    played.failing("a", 1).play(2, 500);

    Tally after = played.play(30, 500);

    assertThat(after.share("a")).isLessThan(0.01);
    assertThat(after.nowhere).isZero();
  }

  @Test
  void probesAloneTakeOneOutUnlessCallersKnowBetter() {
    PlayedBackends played = new PlayedBackends(10, "").with("a", "b");
    Member idle = member(played, "a");
    played.pool().probed(idle, Member.Probed.DOWN);
    assertThat(idle.state()).isEqualTo(Member.State.DOWN);
    assertThat(played.play(1, 100).share("a")).isZero();

    Member busy = member(played, "b");
    played.pool().probed(busy, Member.Probed.DOWN);

    assertThat(busy.state()).isEqualTo(Member.State.HEALTHY);
    assertThat(played.play(1, 100).share("b")).isEqualTo(1);
  }

  @Test
  void whoLeavesIsSentNothingAndAPoolThatHadSomebodyNeedsSomebody() {
    PlayedBackends played = new PlayedBackends(11, "").with("a", "b");
    assertThat(played.play(1, 100).nowhere).isZero();
    played.with("b");
    assertThat(played.play(1, 100).share("b")).isEqualTo(1);
    played.with();

    assertThat(played.pick()).isNull();
    assertThat(played.pool().isPeopled()).isTrue();
  }

  @Test
  void aFifthMayBeAskedForAgain() {
    PlayedBackends played = new PlayedBackends(12, "").with("a");
    Pool pool = played.pool();
    int retried = 0;
    for (int tick = 1; tick <= 2_000; tick++) {
      for (int i = 0; i < 50; i++) {
        pool.request();
        retried += pool.retry() ? 1 : 0;
      }
      pool.learn(tick * PlayedBackends.SECOND / 20);
    }

    assertThat(retried).isBetween(19_000, 20_010);
    assertThat(pool.hasRetry()).isTrue();
  }

  @Test
  void whatOneRequestInTwentyExceedsIsWhenToHedge() {
    PlayedBackends played = new PlayedBackends(13, "").with("a", "b");
    assertThat(played.pool().hedgeAfterNanos()).isZero();

    played.play(20, 200);

    // Exponential with a mean of 10 ms: 5 % take longer than 30 ms.
    assertThat(played.pool().hedgeAfterNanos() / 1e6).isCloseTo(30, within(5.0));
  }

  @Test
  void choosingAllocatesNothing() {
    PlayedBackends played = new PlayedBackends(14, "z1").with("a@z1", "b@z1", "c@z2");
    played.play(1, 100);
    SplittableRandom dice = new SplittableRandom(15);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = pickMany(played.pool(), dice, 200_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    sum += pickMany(played.pool(), dice, 100_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isPositive();
    assertThat(bytes).isLessThan(1_000);
  }

  private static long pickMany(Pool pool, SplittableRandom dice, int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      Member member = Objects.requireNonNull(pool.pick(dice.nextLong()));
      member.begin(PlayedBackends.SECOND);
      sum += member.underWay();
    }
    return sum;
  }

  private static Member member(PlayedBackends played, String id) {
    return Objects.requireNonNull(played.pool().member(id));
  }
}
