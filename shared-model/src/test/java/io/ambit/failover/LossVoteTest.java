package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.LossVote.Count;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LossVoteTest {
  private static final SortedSet<String> TWO = new TreeSet<>(List.of("eu", "us"));
  private static final SortedSet<String> THREE = new TreeSet<>(List.of("ap", "eu", "us"));
  private static final SortedSet<String> NOBODY = new TreeSet<>();
  private static final SortedSet<String> WITNESS = new TreeSet<>(List.of("w-1"));

  private static final Count UNKNOWN = new Count(false, 0, 0, 0, 0);

  private final LossVote vote = new LossVote(0);
  private long nowMillis;

  @Test
  void aRegionIsLostOnceMoreThanHalfHaveLostSightOfItForAWhile() {
    Count before = after(1_500 + 400, TWO, WITNESS, Set.of("us", "w-1"));
    assertThat(before.votes()).isEqualTo(2);
    assertThat(before.lost()).isFalse();

    assertThat(after(300, TWO, WITNESS, Set.of("us", "w-1")).lost()).isTrue();
  }

  @Test
  void ofTwoMembersNoneIsEverLost() {
    Count count = after(60_000, TWO, NOBODY, Set.of("us"));

    assertThat(count.lost()).isFalse();
    assertThat(count.needed()).isEqualTo(2);
    assertThat(count.canPass()).isFalse();
  }

  @Test
  void ofThreeRegionsTheOtherTwoAreEnoughAndOneIsNot() {
    assertThat(after(10_000, THREE, NOBODY, Set.of("us")).lost()).isFalse();
    assertThat(after(10_000, THREE, NOBODY, Set.of("us", "ap")).lost()).isTrue();
  }

  @Test
  void whatTheRegionSaysOfItselfAndWhatStrangersSayDoesNotCount() {
    assertThat(after(10_000, TWO, WITNESS, Set.of("us", "eu", "w-2")).lost()).isFalse();
  }

  @Test
  void whatWasSaidLongAgoDoesNotCount() {
    assertThat(after(10_000, TWO, WITNESS, Set.of("us", "w-1")).lost()).isTrue();
    assertThat(after(1_100, TWO, WITNESS, Set.of("us")).lost()).isFalse();
  }

  @Test
  void whoIsHeardIsThere() {
    assertThat(after(10_000, TWO, WITNESS, Set.of("us", "w-1")).lost()).isTrue();
    vote.heard(nowMillis, "eu");

    assertThat(after(100, TWO, WITNESS, Set.of("us", "w-1")).lost()).isFalse();
  }

  @Test
  void anObserverThatStoodStillBeginsAnew() {
    after(10_000, TWO, WITNESS, Set.of("us", "w-1"));
    nowMillis += 2_000;
    say(Set.of("us", "w-1"));
    assertThat(vote.count(nowMillis, 1_900, TWO, WITNESS).values()).noneMatch(Count::lost);

    assertThat(after(1_500, TWO, WITNESS, Set.of("us", "w-1")).lost()).isFalse();
    assertThat(after(700, TWO, WITNESS, Set.of("us", "w-1")).lost()).isTrue();
  }

  /** What is thought of eu after a time in which {@code voices} say that they do not reach it. */
  private Count after(
      long millis, SortedSet<String> regions, SortedSet<String> witnesses, Set<String> voices) {
    Count last = UNKNOWN;
    for (long passed = 0; passed < millis; passed += 100) {
      nowMillis += 100;
      say(voices);
      regions.stream().filter(name -> !name.equals("eu")).forEach(n -> vote.heard(nowMillis, n));
      last = vote.count(nowMillis, 0, regions, witnesses).getOrDefault("eu", UNKNOWN);
    }
    return last;
  }

  private void say(Set<String> voices) {
    TreeMap<String, Long> silent = new TreeMap<>();
    silent.put("eu", nowMillis);
    voices.forEach(voice -> vote.take(nowMillis, new Reachability(voice, silent)));
  }
}
