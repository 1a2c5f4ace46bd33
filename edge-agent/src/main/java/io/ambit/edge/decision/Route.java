package io.ambit.edge.decision;

import io.ambit.backend.Backend;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Where an admitted request goes, or a write that is refused has to go instead.
 *
 * @param backend null where no backend was ever announced
 * @param retry whether the caller may ask once more if it fails: retries are at most a fifth of
 *     requests
 * @param hedgeAfterMillis when it may ask another backend besides, as that makes a retry too; 0 for
 *     never
 */
public record Route(
    String region, @Nullable Backend backend, boolean retry, long hedgeAfterMillis) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  static Route of(String region, Pool pool, @Nullable Member to) {
    if (to == null) {
      return new Route(region, null, false, 0);
    }
    boolean retry = pool.hasRetry();
    long hedgeMillis = (pool.hedgeAfterNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return new Route(region, to.backend(), retry, retry ? hedgeMillis : 0);
  }

  /** To another region, which finds a backend of its own. */
  static Route elsewhere(String region) {
    return new Route(region, null, false, 0);
  }

  /** In one word, as headers say it: {@code eu} or {@code eu/eu-a}. */
  public String text() {
    return backend == null ? region : region + "/" + backend.id();
  }
}
