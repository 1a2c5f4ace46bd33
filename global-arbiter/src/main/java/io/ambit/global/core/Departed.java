package io.ambit.global.core;

import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.model.LimitKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What there is to leave a region of each limit: what it reports that it is asked for. One that has
 * been silent for long has nobody left to send: its users went elsewhere when it was lost, and are
 * counted there since.
 *
 * @param silent regions of which the newest report is older than {@value #MOST_SILENT_MILLIS} ms
 */
record Departed(LeaseParent regions, SortedSet<String> silent) {
  static final long MOST_SILENT_MILLIS = 5_000;

  Departed {
    silent = Collections.unmodifiableSortedSet(new TreeSet<>(silent));
  }

  static Departed of(long nowNanos, LeaseParent regions) {
    SortedSet<String> silent = new TreeSet<>();
    for (NodeStatus region : regions.roster(nowNanos)) {
      if (region.left() || region.reportAgeMillis() > MOST_SILENT_MILLIS) {
        silent.add(region.node());
      }
    }
    return new Departed(regions, silent);
  }

  long demandMilli(String region, LimitKey key) {
    return silent.contains(region) ? 0 : regions.reportedMilli(region, key);
  }
}
