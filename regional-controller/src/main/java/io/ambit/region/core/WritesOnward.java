package io.ambit.region.core;

import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldWrites;
import io.ambit.lease.Report;
import io.ambit.lease.WriteLease;
import io.ambit.lease.WriteMark;
import io.ambit.lease.WriteMarks;
import io.ambit.model.PolicyBook;
import java.util.List;

/**
 * What the region passes on for writes of tenants that have a home: leave to admit them downward,
 * how far stores have come upward. Not thread-safe.
 */
final class WritesOnward {
  private final HeldWrites held = new HeldWrites();
  private final WriteMarks marks = new WriteMarks();

  /** The arbiter grants something. */
  void heard(Grants grants) {
    held.take(grants.sentNanos(), grants.writes());
  }

  /** What edges get: no longer than this region may itself, by the homes that it tells them of. */
  WriteLease allowed(long nowNanos, PolicyBook intent) {
    held.know(intent.revision());
    long millis = Durations.toMillis(held.remainingNanos(nowNanos));
    return new WriteLease(Math.min(WriteLease.EDGE_MILLIS, millis), intent.homesRevision());
  }

  /** An edge reports; returns whether its marks are news. */
  boolean heard(Report edge) {
    boolean news = false;
    for (WriteMark mark : edge.marks()) {
      news |= marks.take(mark);
    }
    return news;
  }

  /** Marks for the next report. */
  List<WriteMark> marks(PolicyBook intent) {
    return marks.next(intent::awaitsMarks);
  }
}
