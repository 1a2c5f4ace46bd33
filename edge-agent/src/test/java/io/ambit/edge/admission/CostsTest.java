package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.table;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ambit.model.Enforcement;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostsTest {
  private static final long REQUESTS_MILLI = 20_000_000;
  private static final long BYTES_MILLI = 900_000_000;
  private static final long TOKENS_MILLI = 60_000_000;

  private final Gate gate = new Gate();

  @Test
  void eachLimitPaysWhatIsNamedAndTheOthersPayThePlainCost() {
    publish(10_000, 5_000_000, 1_000_000);

    Ruling ruling = gate.decide("acme", costs(2, Map.of("bytes", 2_048L, "tokens", 300L)), SECOND);

    assertThat(ruling.reason()).isEqualTo(Reason.OK);
    assertThat(left(ruling)).containsExactly(8_000L, 2_952_000L, 700_000L);
  }

  @Test
  void aNameThatIsNoLimitMeansNothing() {
    publish(10_000, 5_000_000, 1_000_000);

    Ruling ruling = gate.decide("acme", costs(1, Map.of("joules", 9_999L)), SECOND);

    assertThat(left(ruling)).containsExactly(9_000L, 4_999_000L, 999_000L);
  }

  @Test
  void theLimitThatRefusesIsToldAndNobodyPays() {
    publish(10_000, 5_000_000, 1_000_000);

    Ruling refused = gate.decide("acme", costs(1, Map.of("tokens", 1_001L)), SECOND);

    assertThat(refused.refusing()).isSameAs(refused.limits().get(2));
    assertThat(left(refused)).containsExactly(10_000L, 5_000_000L, 1_000_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRefusedRequestLeavesEveryBucketAsItWas(long seed) {
    publish(REQUESTS_MILLI / 20, BYTES_MILLI / 20, TOKENS_MILLI / 20);
    Random random = new Random(seed);
    List<Long> before = left(gate.preview("acme", SECOND));
    int refusals = 0;
    for (int i = 0; i < 5_000; i++) {
      Costs costs = any(random);
      Ruling ruling = gate.decide("acme", costs, SECOND);
      List<Long> after = left(ruling);
      if (ruling.verdict() == Verdict.SHED) {
        refusals++;
        assertThat(after).as("seed %d, request %d", seed, i).isEqualTo(before);
      }
      before = after;
    }

    assertThat(refusals).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverRacesEachLimitAdmitsWhatItsBucketWasDebited(long seed) throws Exception {
    publish(REQUESTS_MILLI, BYTES_MILLI, TOKENS_MILLI);
    Random random = new Random(seed);
    List<Future<?>> doors = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        long own = random.nextLong();
        doors.add(threads.submit(() -> ask(new Random(own))));
      }
      for (Future<?> door : doors) {
        door.get();
      }
    }

    List<Long> left = left(gate.preview("acme", SECOND));
    assertThat(gate.readUsage(SECOND))
        .as("seed %d", seed)
        .extracting(usage -> usage.key().limit(), Usage::admittedMilli)
        .containsExactlyInAnyOrder(
            tuple("requests", REQUESTS_MILLI - left.get(0)),
            tuple("bytes", BYTES_MILLI - left.get(1)),
            tuple("tokens", TOKENS_MILLI - left.get(2)));
    assertThat(left).as("seed %d: not vacuous", seed).anyMatch(milli -> milli < 2_000_000);
  }

  private void ask(Random random) {
    for (int i = 0; i < 20_000; i++) {
      gate.decide("acme", any(random), SECOND);
    }
  }

  private static Costs any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Costs.ONE;
      case 1 -> Costs.of(1 + random.nextLong(5));
      case 2 -> costs(1, Map.of("tokens", random.nextLong(20), "joules", 5L));
      default -> costs(0, Map.of("bytes", random.nextLong(300), "requests", 1L));
    };
  }

  private static Costs costs(long others, Map<String, Long> named) {
    return new Costs(others, new TreeMap<>(named));
  }

  private void publish(long requestsMilli, long bytesMilli, long tokensMilli) {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(requestsMilli, requestsMilli)),
            rule("bytes", terms(bytesMilli, bytesMilli)),
            rule("tokens", terms(tokensMilli, tokensMilli))));
  }

  private static List<Long> left(Ruling ruling) {
    return ruling.limits().stream().map(limit -> limit.remainingMilli(SECOND)).toList();
  }
}
