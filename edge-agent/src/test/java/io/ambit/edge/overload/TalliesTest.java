package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TalliesTest {
  private static final int SLOTS = 64;

  private final Tallies tallies = new Tallies();

  @Test
  void aThreadHasOneTallyForAsLongAsItLives() {
    assertThat(tallies.mine()).isSameAs(tallies.mine());
    assertThat(tallies.count()).isEqualTo(2);
  }

  @Test
  void whoComesToThePlaceOfAThreadThatHasEndedCountsOnFromThere() throws Exception {
    List<Tally> seen = new ArrayList<>();
    Runnable counts =
        () -> {
          seen.add(tallies.mine());
          tallies.mine().add(Tally.SHED, 3);
        };
    Thread first = new Thread(counts);
    first.start();
    first.join();

    Thread second = threadAtThePlaceOf(first, counts);
    second.start();
    second.join();

    assertThat(seen.get(1)).isSameAs(seen.get(0));
    assertThat(tallies.sum(Tally.SHED)).isEqualTo(6);
    assertThat(tallies.count()).isEqualTo(2);
  }

  @Test
  void whoComesToThePlaceOfAThreadThatLivesDoesNotTakeIt() throws Exception {
    Tally mine = tallies.mine();
    Set<Tally> seen = ConcurrentHashMap.newKeySet();

    Thread other = threadAtThePlaceOf(Thread.currentThread(), () -> seen.add(tallies.mine()));
    other.start();
    other.join();

    assertThat(seen).hasSize(1).doesNotContain(mine);
    assertThat(tallies.mine()).isSameAs(mine);
  }

  @Test
  void virtualThreadsTakeNoPlace() throws Exception {
    Set<Tally> seen = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        threads.execute(
            () -> {
              seen.add(tallies.mine());
              tallies.mine().add(Tally.SHED, 1);
            });
      }
    }

    assertThat(seen).hasSize(1);
    assertThat(tallies.count()).isEqualTo(1);
    assertThat(tallies.sum(Tally.SHED)).isEqualTo(1_000);
  }

  @Test
  void threadsBeyondThoseThereIsRoomForShare() throws Exception {
    int many = 2 * Tallies.MOST;
    Set<Tally> seen = ConcurrentHashMap.newKeySet();
    together(
        many,
        () -> {
          seen.add(tallies.mine());
          for (int i = 0; i < 10_000; i++) {
            tallies.mine().add(Tally.SHED, 1);
          }
        });

    assertThat(seen.size()).isBetween(2, Tallies.MOST + 1);
    assertThat(tallies.count()).isLessThanOrEqualTo(Tallies.MOST + 1);
    assertThat(tallies.sum(Tally.SHED)).isEqualTo(many * 10_000L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTallyIsAsOpenAsItsSlices(boolean shared) {
    Tally tally = new Tally(shared ? null : Thread.currentThread());
    Random dice = new Random(22);
    long[] open = new long[1_000];
    for (int slice = 0; slice < open.length; slice++) {
      for (int i = dice.nextInt(20); i >= 0; i--) {
        int began = Math.max(0, slice - dice.nextInt(Tally.SLICES));
        boolean begins = dice.nextBoolean();
        if (begins) {
          tally.begin(dice.nextInt(4), began);
        } else {
          tally.end(dice.nextBoolean() ? Tally.SUCCEEDED : Tally.FAILED, began);
        }
        open[began] += begins ? 1 : -1;
      }
      int after = Math.max(-1, slice - 1 - dice.nextInt(Tally.SLICES));
      assertThat(tally.openAfter(after)).isEqualTo(sum(open, after + 1, slice));
    }
    assertThat(tally.open()).isEqualTo(sum(open, 0, open.length - 1));
  }

  @Test
  void whatBelongsToASliceOverwrittenLongAgoIsInNone() {
    Tally tally = new Tally(Thread.currentThread());
    tally.begin(0, 5 + Tally.SLICES);

    tally.begin(0, 5);

    assertThat(tally.openAfter(-1)).isEqualTo(1);
    assertThat(tally.open()).isEqualTo(2);
  }

  private static long sum(long[] open, int first, int last) {
    long sum = 0;
    for (int i = first; i <= last; i++) {
      sum += open[i];
    }
    return sum;
  }

  /** As many threads, all of which live until the last has run. */
  private static void together(int many, Runnable runs) throws Exception {
    CyclicBarrier end = new CyclicBarrier(many);
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      for (int i = 0; i < many; i++) {
        done.add(
            threads.submit(
                () -> {
                  runs.run();
                  return end.await();
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  /** Threads are numbered in the order they are made: one in so many has the same place. */
  private static Thread threadAtThePlaceOf(Thread other, Runnable runs) {
    Thread thread = new Thread(runs);
    while ((thread.threadId() - other.threadId()) % SLOTS != 0) {
      thread = new Thread(runs);
    }
    return thread;
  }
}
