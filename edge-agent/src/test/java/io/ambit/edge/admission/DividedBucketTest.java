package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import io.ambit.usage.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bucket of which threads hold slices admits no more than one of which they do not, and counts as
 * exactly.
 */
class DividedBucketTest {
  private static final long RATE = 2_000_000_000;
  private static final long DEPTH = 400_000_000;
  private static final int THREADS = 4;
  private static final int ROUNDS = 30;
  private static final int REQUESTS = 20_000;

  private final AtomicLong clock = new AtomicLong();
  private final LongAdder admittedMilli = new LongAdder();
  private final LongAdder offeredMilli = new LongAdder();
  private final LongAdder fromCells = new LongAdder();
  private BigInteger allowedNanoMilli = BigInteger.ZERO;
  private Terms terms = terms(RATE, DEPTH);

  private record Rest(long admittedMilli, BigInteger allowedNanoMilli, long depthMilli) {}

  @Test
  void bucketAndSlicesTogetherAreNoDeeperThanTheLease() {
    LeaseBucket bucket = divided(terms(RATE, DEPTH));

    assertThat(drained(bucket, 60 * SECOND)).isBetween(DEPTH * 7 / 8, DEPTH);
  }

  @Test
  void aSliceOfAnEarlierGrantIsDestroyed() {
    LeaseBucket bucket = divided(terms(RATE, DEPTH));
    assertThat(bucket.decide(1_000, 2 * SECOND)).isEqualTo(LeaseBucket.Answer.ADMITTED);

    bucket.follow(2 * SECOND, rule("requests", terms(0, 0)));

    assertThat(bucket.decide(1_000, 2 * SECOND)).isEqualTo(LeaseBucket.Answer.REFUSED);
    bucket.follow(2 * SECOND, rule("requests", terms(RATE, DEPTH)));
    assertThat(drained(bucket, 2 * SECOND)).isZero();
  }

  @Test
  void aSliceEndsWithItsLease() {
    LeaseBucket bucket = divided(new Terms(new Share(RATE, DEPTH), Share.NONE, 5 * SECOND));

    assertThat(bucket.decide(1_000, 5 * SECOND - 1)).isEqualTo(LeaseBucket.Answer.ADMITTED);
    assertThat(bucket.decide(1_000, 5 * SECOND)).isEqualTo(LeaseBucket.Answer.NONE);
    assertThat(bucket.debit(1_000, 5 * SECOND)).isNull();
  }

  @Test
  void whatIsKnownToLackIsRefusedNoLongerThanItLacks() {
    LeaseBucket bucket = divided(terms(RATE, DEPTH));
    drained(bucket, 60 * SECOND);

    assertThat(bucket.decide(1_000, 60 * SECOND)).isEqualTo(LeaseBucket.Answer.REFUSED);
    assertThat(bucket.decide(1_000, 60 * SECOND + 499)).isEqualTo(LeaseBucket.Answer.REFUSED);
    assertThat(bucket.decide(1_000, 60 * SECOND + 500)).isEqualTo(LeaseBucket.Answer.ADMITTED);
  }

  @Test
  void aBucketThatIsAskedForLittleIsNotDivided() {
    LeaseBucket bucket = Rules.bucket(terms(RATE, DEPTH));
    bucket.admitted(100_000);
    bucket.wake(0, SECOND);
    bucket.returnSurplus(SECOND);

    assertThat(bucket.decide(1_000, SECOND)).isEqualTo(LeaseBucket.Answer.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void neverMoreThanTheRatesAndTheDepthOverAnyWindow(long seed) throws Exception {
    Random random = new Random(seed);
    LeaseBucket bucket = Rules.bucket(terms);
    List<Rest> rests = new ArrayList<>();
    try (ExecutorService doors = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        rests.add(rest());
        play(bucket, random, doors);
      }
    }
    rests.add(rest());

    assertThat(fromCells.sum()).as("seed %d is not vacuous", seed).isPositive();
    for (int from = 0; from < rests.size(); from++) {
      for (int to = from + 1; to < rests.size(); to++) {
        hold(seed, from, to, rests.get(from), rests.get(to));
      }
    }
    assertThat(bucket.read())
        .as("seed %d", seed)
        .isEqualTo(new Usage(Rules.REQUESTS, offeredMilli.sum(), admittedMilli.sum()));
  }

  private static void hold(long seed, int from, int to, Rest before, Rest after) {
    // What arrived of a milli-unit before the window counts into it: less than one.
    BigInteger arrived =
        after
            .allowedNanoMilli()
            .subtract(before.allowedNanoMilli())
            .add(BigInteger.valueOf(SECOND - 1))
            .divide(BigInteger.valueOf(SECOND));
    assertThat(BigInteger.valueOf(after.admittedMilli() - before.admittedMilli()))
        .as("seed %d, rounds %d to %d", seed, from, to)
        .isLessThanOrEqualTo(arrived.add(BigInteger.valueOf(before.depthMilli())));
  }

  private Rest rest() {
    boolean onLease = terms.usableUntilNanos() - clock.get() > 0;
    Share share = onLease ? terms.lease() : terms.floor();
    return new Rest(admittedMilli.sum(), allowedNanoMilli, share.depthMilli());
  }

  /** Threads ask as fast as they can while time passes and terms change. */
  private void play(LeaseBucket bucket, Random random, ExecutorService doors) throws Exception {
    List<Future<?>> asking = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      long seed = random.nextLong();
      asking.add(doors.submit(() -> ask(bucket, new Random(seed))));
    }
    while (!asking.stream().allMatch(Future::isDone)) {
      long since = clock.get();
      pass(random.nextLong(100_000));
      if (!bucket.isAwake()) {
        bucket.wake(since, clock.get());
      }
      bucket.returnSurplus(clock.get());
      if (random.nextInt(8) == 0) {
        terms = someTerms(random);
        bucket.follow(clock.get(), rule("requests", terms));
      }
    }
    for (Future<?> each : asking) {
      each.get();
    }
  }

  private void ask(LeaseBucket bucket, Random random) {
    for (int i = 0; i < REQUESTS; i++) {
      long cost = 1 + random.nextLong(30_000);
      long now = clock.get();
      offeredMilli.add(cost);
      switch (bucket.decide(cost, now)) {
        case ADMITTED -> {
          fromCells.increment();
          admittedMilli.add(cost);
        }
        case REFUSED -> {}
        case NONE -> askTheBucket(bucket, cost, now);
      }
    }
  }

  private void askTheBucket(LeaseBucket bucket, long cost, long now) {
    if (bucket.debit(cost, now) == null) {
      bucket.refused(cost);
    } else {
      bucket.admitted(cost);
      admittedMilli.add(cost);
    }
  }

  /** Moves time on, and counts what the terms allow meanwhile. */
  private void pass(long nanos) {
    long onLease = Math.clamp(terms.usableUntilNanos() - clock.get(), 0, nanos);
    allow(terms.lease().rateMilli(), onLease);
    allow(terms.floor().rateMilli(), nanos - onLease);
    clock.addAndGet(nanos);
  }

  private void allow(long rateMilli, long nanos) {
    allowedNanoMilli =
        allowedNanoMilli.add(BigInteger.valueOf(rateMilli).multiply(BigInteger.valueOf(nanos)));
  }

  private Terms someTerms(Random random) {
    Share lease =
        new Share(500_000_000 + random.nextLong(20_000_000_000L), random.nextLong(1_000_000_000));
    Share floor = lease.min(new Share(random.nextLong(5_000_000), random.nextLong(20_000)));
    return new Terms(lease, floor, clock.get() + random.nextLong(1_000_000));
  }

  /** A bucket that was asked for much in its first second. */
  private static LeaseBucket divided(Terms terms) {
    LeaseBucket bucket = Rules.bucket(terms);
    bucket.admitted(RATE);
    bucket.wake(0, SECOND);
    bucket.returnSurplus(SECOND);
    return bucket;
  }

  /** Takes all there is at a moment, from the calling thread's cell and beside it. */
  private static long drained(LeaseBucket bucket, long nowNanos) {
    long taken = 0;
    while (bucket.decide(1_000, nowNanos) == LeaseBucket.Answer.ADMITTED) {
      taken += 1_000;
    }
    while (bucket.debit(1_000, nowNanos) != null) {
      taken += 1_000;
    }
    return taken;
  }
}
