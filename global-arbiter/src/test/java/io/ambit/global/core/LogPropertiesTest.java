package io.ambit.global.core;

import static io.ambit.global.core.Scene.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many operators, and a log that loses, delays and answers late. A record that was given up may
 * still land, but not after the log was read to an end that was asked for later, nor behind a
 * younger record: that is what one idempotent producer gives (docs/protocol.md).
 */
final class LogPropertiesTest {
  private static final int STEPS = 400;
  private static final int RUNS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 2_000, 3_000})
  void noAcknowledgedWriteIsEverLostOrOverwrittenUnread(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      new Run(seed).check();
    }
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final Scene scene = Scene.leading();
    private final Deque<ArbiterEffect> late = new ArrayDeque<>();
    private final Map<Long, Long> bases = new HashMap<>();
    private int committed;

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void check() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      settle();
      theStateIsWhatTheLogSays();
      theStateSurvivesCompaction();
      everyAcknowledgedWriteRestsOnWhatItSaidItDid();
      assertThat(committed).as("seed %d commits anything", seed).isPositive();
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> command();
        case 3, 4 -> answer();
        case 5 -> landLate();
        case 6 -> readToTheEnd();
        default -> scene.pass(50);
      }
    }

    private void command() {
      PolicyKey key = PolicyKey.budget("t" + random.nextInt(3));
      long base = scene.core.policy().live(key).map(PolicyRecord::revision).orElse(0L);
      Precondition precondition =
          base == 0 ? new Precondition.Absent() : at(random.nextInt(5) == 0 ? 1 : base);
      long id =
          random.nextInt(4) == 0
              ? scene.delete(key, precondition)
              : scene.put(key, 1_000 + random.nextInt(1_000), precondition);
      bases.put(id, precondition instanceof Precondition.Absent ? 0L : base);
    }

    /** Takes the oldest append in, loses it, or answers that it is lost while it is not. */
    private void answer() {
      if (scene.asked.isEmpty()) {
        return;
      }
      int fate = random.nextInt(6);
      if (fate == 0) {
        scene.fail();
      } else if (fate == 1) {
        late.add(scene.fail());
      } else {
        late.clear();
        scene.commit();
      }
    }

    private void landLate() {
      if (!late.isEmpty()) {
        scene.land(late.removeFirst());
      }
    }

    private void readToTheEnd() {
      late.clear();
      scene.pass(50);
      scene.caughtUp();
    }

    private void settle() {
      readToTheEnd();
      while (!scene.asked.isEmpty()) {
        scene.commit();
        readToTheEnd();
      }
    }

    private void theStateIsWhatTheLogSays() {
      assertThat(live(scene.core.policy())).as("seed %d", seed).isEqualTo(live(fold(scene.log)));
    }

    /** Of every key the last record stays; what is read back then is the same. */
    private void theStateSurvivesCompaction() {
      Map<PolicyKey, Integer> last = new LinkedHashMap<>();
      for (int i = 0; i < scene.log.size(); i++) {
        last.put(scene.log.get(i).key(), i);
      }
      PolicyBook compacted = new PolicyBook();
      last.values().stream().sorted().forEach(i -> apply(compacted, i + 1L, scene.log.get(i)));
      assertThat(live(compacted)).as("seed %d", seed).isEqualTo(live(scene.core.policy()));
    }

    private void everyAcknowledgedWriteRestsOnWhatItSaidItDid() {
      scene.replies.forEach(
          (id, reply) -> {
            if (reply instanceof Reply.Committed done) {
              committed++;
              int place = Math.toIntExact(done.record().revision() - 1);
              assertThat(Objects.requireNonNull(scene.log.get(place).record()).at(place + 1L))
                  .as("seed %d, command %d is in the log", seed, id)
                  .isEqualTo(done.record());
              assertThat(liveBefore(place))
                  .as("seed %d, command %d overwrote what it had not read", seed, id)
                  .isEqualTo(bases.get(id));
            }
          });
    }

    /** The revision of the object just before {@code place}, 0 if it was not there. */
    private long liveBefore(int place) {
      PolicyKey key = scene.log.get(place).key();
      for (int i = place - 1; i >= 0; i--) {
        Scene.Entry entry = scene.log.get(i);
        if (entry.key().equals(key)) {
          return entry.record() == null || entry.record().deleted() ? 0 : i + 1L;
        }
      }
      return 0;
    }

    private static PolicyBook fold(List<Scene.Entry> log) {
      PolicyBook book = new PolicyBook();
      for (int i = 0; i < log.size(); i++) {
        apply(book, i + 1L, log.get(i));
      }
      return book;
    }

    private static void apply(PolicyBook book, long revision, Scene.Entry entry) {
      if (entry.record() == null) {
        book.forget(entry.key());
      } else {
        book.apply(entry.record().at(revision));
      }
    }

    private static Map<PolicyKey, PolicyRecord> live(PolicyBook book) {
      Map<PolicyKey, PolicyRecord> live = new TreeMap<>();
      new ArrayList<>(book.records())
          .stream().filter(r -> !r.deleted()).forEach(r -> live.put(r.key(), r));
      return live;
    }
  }
}
