package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four threads debit and refund as fast as they can while a fifth moves time on and changes the
 * terms under them. Between rounds everybody rests, so that what was admitted over any window of
 * rounds can be held against what the terms allow, to the milli-unit.
 */
class HammeredBucketTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 40;
  private static final int DEBITS = 10_000;

  private final AtomicLong clock = new AtomicLong();
  private final LongAdder admittedMilli = new LongAdder();
  private BigInteger allowedNanoMilli = BigInteger.ZERO;
  private Terms terms = new Terms(Share.NONE, Share.NONE, 0);

  private record Rest(long admittedMilli, BigInteger allowedNanoMilli, long depthMilli) {}

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7})
  void notATokenIsMadeOrLostWhileTheDepthSuffices(long seed) throws Exception {
    Random random = new Random(seed);
    LeaseBucket bucket = Rules.bucket(terms);
    try (ExecutorService doors = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        play(bucket, random, doors, this::deepTerms, 0);
        long left = bucket.remainingMilli(clock.get());

        assertThat(BigInteger.valueOf(admittedMilli.sum() + left))
            .as("seed %d, round %d", seed, round)
            .isEqualTo(allowedNanoMilli.divide(BigInteger.valueOf(SECOND)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverMoreThanTheRatesAndTheDepthOverAnyWindow(long seed) throws Exception {
    Random random = new Random(seed);
    LeaseBucket bucket = Rules.bucket(terms);
    List<Rest> rests = new ArrayList<>();
    try (ExecutorService doors = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        rests.add(new Rest(admittedMilli.sum(), allowedNanoMilli, depth()));
        play(bucket, random, doors, this::someTerms, 4);
      }
    }
    rests.add(new Rest(admittedMilli.sum(), allowedNanoMilli, depth()));

    assertThat(admittedMilli.sum()).as("seed %d is not vacuous", seed).isPositive();
    for (int from = 0; from < rests.size(); from++) {
      for (int to = from + 1; to < rests.size(); to++) {
        hold(seed, from, to, rests.get(from), rests.get(to));
      }
    }
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

  private void play(
      LeaseBucket bucket,
      Random random,
      ExecutorService doors,
      Function<Random, Terms> newTerms,
      int refundOneOf)
      throws Exception {
    List<Future<?>> hammering = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      long seed = random.nextLong();
      hammering.add(doors.submit(() -> hammer(bucket, new Random(seed), refundOneOf)));
    }
    while (!hammering.stream().allMatch(Future::isDone)) {
      pass(random.nextLong(20_000));
      terms = newTerms.apply(random);
      bucket.follow(clock.get(), rule("requests", terms));
    }
    for (Future<?> each : hammering) {
      each.get();
    }
  }

  private void hammer(LeaseBucket bucket, Random random, int refundOneOf) {
    for (int i = 0; i < DEBITS; i++) {
      long cost = 1 + random.nextLong(3_000);
      Stretch debited = bucket.debit(cost, clock.get());
      if (debited != null && refundOneOf > 0 && random.nextInt(refundOneOf) == 0) {
        debited.refund(cost);
      } else if (debited != null) {
        admittedMilli.add(cost);
      }
    }
  }

  /** Moves time on, and counts what the terms allow meanwhile. */
  private void pass(long nanos) {
    long now = clock.get();
    long onLease = Math.clamp(terms.usableUntilNanos() - now, 0, nanos);
    allow(terms.lease().rateMilli(), onLease);
    allow(terms.floor().rateMilli(), nanos - onLease);
    clock.addAndGet(nanos);
  }

  private void allow(long rateMilli, long nanos) {
    allowedNanoMilli =
        allowedNanoMilli.add(BigInteger.valueOf(rateMilli).multiply(BigInteger.valueOf(nanos)));
  }

  private long depth() {
    boolean onLease = terms.usableUntilNanos() - clock.get() > 0;
    return onLease ? terms.lease().depthMilli() : terms.floor().depthMilli();
  }

  private Terms deepTerms(Random random) {
    Share lease = new Share(random.nextLong(Share.MAX_MILLI / 10), Share.MAX_MILLI);
    Share floor = new Share(random.nextLong(Share.MAX_MILLI / 10), Share.MAX_MILLI);
    return new Terms(lease, floor, clock.get() + random.nextLong(50_000));
  }

  private Terms someTerms(Random random) {
    Share lease = new Share(random.nextLong(500_000_000), random.nextLong(200_000));
    Share floor = lease.min(new Share(random.nextLong(5_000_000), random.nextLong(20_000)));
    return new Terms(lease, floor, clock.get() + random.nextLong(50_000));
  }
}
