package io.ambit.stack.system;

import static org.awaitility.Awaitility.await;

import io.ambit.stack.load.Shares;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;

/**
 * Steady load on all edges while parts are killed, stay dead for a while and are started again.
 *
 * @param before a calm stretch just before
 * @param during from the kill to the start
 * @param all from the calm stretch until everything was as before
 * @param starting from the start until every part was ready
 * @param converging from then until everything was as before
 */
record Loss(Seen before, Seen during, Seen all, Duration starting, Duration converging) {
  static final Duration CONVERGES_WITHIN = Duration.ofSeconds(10);

  /** Above demand, so that what is refused is refused for the loss. */
  private static final Budget AMPLE = new Budget(4_000, 1_000);

  private static final int OFFERED_PER_SECOND = 400;
  private static final Duration CALM = Duration.ofSeconds(4);

  /** Long enough to see by how much a bound was missed. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final double SETTLED_SHARE = 0.95;

  /** Latency in a loss may be this many times what it was, or up to the noise of a busy machine. */
  private static final double LATENCY_FACTOR = 3;

  private static final double LATENCY_NOISE_MILLIS = 25;

  static Loss of(RunningStack stack, String tenant, List<String> parts, Duration length)
      throws Exception {
    return of(stack, tenant, parts, length, () -> {});
  }

  /**
   * Runs it.
   *
   * @param meanwhile done while the parts are dead
   */
  static Loss of(
      RunningStack stack,
      String tenant,
      List<String> parts,
      Duration length,
      ThrowingRunnable meanwhile)
      throws Exception {
    stack.operator().put(tenant, AMPLE);
    try (Traffic traffic = new Traffic(stack.addresses())) {
      traffic.offer(tenant, OFFERED_PER_SECOND, Shares.of(1, 1, 1, 1));
      awaitSettled(traffic);
      long calmNanos = System.nanoTime();
      long killedNanos = Traffic.passUntil(calmNanos + CALM.toNanos());
      stack.kill(parts);
      run(meanwhile);
      long startedNanos = Traffic.passUntil(killedNanos + length.toNanos());
      stack.start(parts);
      long readyNanos = System.nanoTime();
      awaitSettled(traffic);
      await().atMost(PATIENCE).until(() -> stack.operator().isPropagated(tenant));
      long convergedNanos = System.nanoTime();
      return new Loss(
          traffic.between(calmNanos, killedNanos),
          traffic.between(killedNanos, startedNanos),
          traffic.between(calmNanos, convergedNanos),
          Duration.ofNanos(readyNanos - startedNanos),
          Duration.ofNanos(convergedNanos - readyNanos));
    }
  }

  double latencyBoundMillis() {
    return Math.max(LATENCY_FACTOR * before.percentileMillis(99), LATENCY_NOISE_MILLIS);
  }

  String figures() {
    return "%d failures of %d; p99 %.1f ms before, %.1f ms in the loss, %.1f ms in all; %s admitted in the loss; ready %s after the start, converged %s later"
        .formatted(
            all.failures().size(),
            all.count(),
            before.percentileMillis(99),
            during.percentileMillis(99),
            all.percentileMillis(99),
            Promises.percent(during.admitted().count(), during.count()),
            Promises.seconds(starting),
            Promises.seconds(converging));
  }

  private static void awaitSettled(Traffic traffic) {
    double enough = SETTLED_SHARE * OFFERED_PER_SECOND * SETTLED.toSeconds();
    await().atMost(PATIENCE).until(() -> traffic.last(SETTLED).admitted().count() >= enough);
  }

  private static void run(ThrowingRunnable meanwhile) throws Exception {
    try {
      meanwhile.run();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
