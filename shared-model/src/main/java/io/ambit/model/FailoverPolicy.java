package io.ambit.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How traffic moves between regions.
 *
 * @param capPerTenThousand of its capacity, the most a region is filled to by others' traffic
 * @param automatic whether the arbiter drains a region that is confirmed lost by itself; else it
 *     only proposes to
 * @param drainStepMillis how long each step of a drain lasts
 * @param failbackStepMillis how long each step of the way back lasts
 * @param hold how long a region that was drained automatically stays away, and how often that may
 *     happen
 * @param rings for each source, who is to receive its traffic: each ring is filled before the next
 *     is begun. A source that is not named has one ring of all others
 */
public record FailoverPolicy(
    int capPerTenThousand,
    boolean automatic,
    long drainStepMillis,
    long failbackStepMillis,
    Hold hold,
    SortedMap<String, List<List<String>>> rings)
    implements PolicySpec {
  /** All of something, in parts of ten thousand. */
  public static final int WHOLE = 10_000;

  /** The most rings of a source, and the most regions of a ring. */
  public static final int MOST_RINGS = 8;

  public static final long LONGEST_STEP_MILLIS = 3_600_000;

  public static final FailoverPolicy DEFAULT =
      new FailoverPolicy(8_500, false, 5_000, 60_000, Hold.DEFAULT, new TreeMap<>());

  /**
   * Down fast, up slow.
   *
   * @param leastMillis how long a region stays away the first time; twice as long each time after
   * @param mostMillis but never longer
   * @param quietMillis after so long without trouble the first hold is the least again
   * @param mostPerHour so many automatic failovers in an hour, and the last stays until an operator
   *     says otherwise
   */
  public record Hold(long leastMillis, long mostMillis, long quietMillis, int mostPerHour) {
    public static final Hold DEFAULT = new Hold(30_000, 1_800_000, 1_800_000, 2);

    public Hold {
      Bounds.require("leastMillis", leastMillis, 1_000, 86_400_000);
      Bounds.require("mostMillis", mostMillis, leastMillis, 86_400_000);
      Bounds.require("quietMillis", quietMillis, 1_000, 86_400_000);
      Bounds.require("mostPerHour", mostPerHour, 1, 100);
    }
  }

  public FailoverPolicy {
    Bounds.require("capPerTenThousand", capPerTenThousand, 1, WHOLE);
    Bounds.require("drainStepMillis", drainStepMillis, 0, LONGEST_STEP_MILLIS);
    Bounds.require("failbackStepMillis", failbackStepMillis, 0, LONGEST_STEP_MILLIS);
    Bounds.require("rings", rings.size(), 0, SpillTable.MOST_REGIONS);
    SortedMap<String, List<List<String>>> copy = new TreeMap<>();
    rings.forEach((source, order) -> copy.put(Names.require("rings", source), checked(order)));
    rings = Collections.unmodifiableSortedMap(copy);
  }

  private static List<List<String>> checked(List<List<String>> order) {
    Bounds.require("rings", order.size(), 0, MOST_RINGS);
    for (List<String> ring : order) {
      Bounds.require("rings", ring.size(), 0, SpillTable.MOST_REGIONS);
      ring.forEach(name -> Names.require("rings", name));
    }
    return order.stream().map(List::copyOf).toList();
  }
}
