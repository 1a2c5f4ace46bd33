package io.ambit.global.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One failover as it is at an instant.
 *
 * @param step a word of its kind for what is being done now
 * @param total how many things it is about, {@code done} and {@code aborted} how many have ended
 * @param endTimeMillis null while it goes on
 * @param block how long writes were held up; null if none were, or none is known
 */
public record Failover(
    String name,
    FailoverSpec spec,
    Phase phase,
    String step,
    String actor,
    String reason,
    long createTimeMillis,
    @Nullable Long endTimeMillis,
    int total,
    int done,
    int aborted,
    @Nullable Block block,
    List<Event> timeline) {

  /** How far it has come. */
  public enum Phase {
    PENDING,
    RUNNING,
    DONE,
    ABORTED
  }

  /** Something happened; wall clock, for people. */
  public record Event(long timeMillis, String step, String message) {}

  /**
   * Over things that were moved: from when the arbiter had read that the source must not, until it
   * heard that all edges of the target may. Edges know earlier of both, so it is a little more than
   * what writers met. Out of a region that is lost, it counts from when that was last heard.
   */
  public record Block(long p50Millis, long p99Millis, long longestMillis) {}

  public Failover {
    timeline = List.copyOf(timeline);
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return phase == Phase.DONE || phase == Phase.ABORTED;
  }
}
