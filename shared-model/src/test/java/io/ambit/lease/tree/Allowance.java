package io.ambit.lease.tree;

import io.ambit.lease.Durations;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.List;

/** What the world may use: the limit, and larger ones until the longest lease under them ended. */
final class Allowance {
  private record Past(Share share, long untilNanos) {}

  private final long holdNanos;
  private final List<Past> past = new ArrayList<>();
  private Limit limit;

  Allowance(Limit limit, long holdMillis) {
    this.limit = limit;
    // Half a percent more: the clocks that measure the lease, and their guard.
    this.holdNanos = Durations.ofMillis(holdMillis) / 200 * 201;
  }

  Limit limit() {
    return limit;
  }

  void change(long nowNanos, Limit next) {
    past.add(new Past(current(), nowNanos + holdNanos));
    limit = next;
  }

  /** The contract, derated for the edges' clocks. */
  Share current() {
    return new Share(Durations.derated(limit.rateMilli()), limit.depthMilli());
  }

  Share at(long nowNanos) {
    past.removeIf(each -> each.untilNanos() < nowNanos);
    return past.stream().map(Past::share).reduce(current(), Share::max);
  }
}
