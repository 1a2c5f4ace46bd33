package io.ambit.region.core;

import io.ambit.lease.LeaseParent;
import io.ambit.lease.Report;

/**
 * What edges have come to know, of intent and of marks, and the arbiter was not told yet: while a
 * home moves, writers are held up until it is. Not thread-safe.
 */
final class Learned {
  private final LeaseParent edges;
  private boolean more;
  private long completeRevision;

  Learned(LeaseParent edges) {
    this.edges = edges;
  }

  /** An edge reports; {@code marks} if it tells of more marks. Before {@code edges} receive it. */
  void heard(Report edge, boolean marks) {
    more |=
        marks
            || edges
                .newest(edge.node())
                .filter(before -> before.policyRevision() < edge.policyRevision())
                .isPresent();
  }

  /** Whether there is anything to tell. */
  boolean isMore() {
    return more;
  }

  /** Whether all edges that are there know all of intent by now; true once for each revision. */
  boolean isComplete(long nowNanos, long revision) {
    if (!more || revision <= completeRevision || !edges.know(nowNanos, revision)) {
      return false;
    }
    completeRevision = revision;
    return true;
  }

  /** The arbiter is being told. */
  void told() {
    more = false;
  }
}
