package io.ambit.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
 * @param homes what becomes of write homes in a region that is lost
 */
public record FailoverPolicy(
    int capPerTenThousand,
    boolean automatic,
    long drainStepMillis,
    long failbackStepMillis,
    Hold hold,
    SortedMap<String, List<List<String>>> rings,
    Homes homes)
    implements PolicySpec {
  /** All of something, in parts of ten thousand. */
  public static final int WHOLE = 10_000;

  /** The most rings of a source, and the most regions of a ring. */
  public static final int MOST_RINGS = 8;

  public static final long LONGEST_STEP_MILLIS = 3_600_000;

  public static final FailoverPolicy DEFAULT =
      new FailoverPolicy(8_500, false, 5_000, 60_000, Hold.DEFAULT, new TreeMap<>(), Homes.DEFAULT);

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

  /**
   * Write homes in a region that is lost.
   *
   * @param automatic whether the arbiter moves them by itself, once more than half of all regions
   *     and {@code witnesses} say that they do not reach the region. With two regions and no
   *     witness that never happens
   * @param leaseMillis how long a region may admit writes of tenants with a home after it was last
   *     heard: the shorter, the sooner homes can leave a lost region, and the shorter the outage of
   *     the arbiter that writes survive
   * @param witnesses names of processes outside all regions that say which regions they reach
   * @param pinned tenants whose homes only a person moves
   */
  public record Homes(
      boolean automatic, long leaseMillis, SortedSet<String> witnesses, SortedSet<String> pinned) {
    public static final long SHORTEST_LEASE_MILLIS = 2_000;

    /** Long enough for a standby of the arbiter, and one of the region after it, to take over. */
    public static final long LONGEST_LEASE_MILLIS = 15_000;

    public static final int MOST_WITNESSES = 16;
    public static final int MOST_PINNED = 1_000;

    public static final Homes DEFAULT =
        new Homes(false, LONGEST_LEASE_MILLIS, new TreeSet<>(), new TreeSet<>());

    public Homes {
      Bounds.require("leaseMillis", leaseMillis, SHORTEST_LEASE_MILLIS, LONGEST_LEASE_MILLIS);
      Bounds.require("witnesses", witnesses.size(), 0, MOST_WITNESSES);
      Bounds.require("pinned", pinned.size(), 0, MOST_PINNED);
      witnesses.forEach(name -> Names.require("witnesses", name));
      pinned.forEach(name -> Names.require("pinned", name));
      witnesses = Collections.unmodifiableSortedSet(new TreeSet<>(witnesses));
      pinned = Collections.unmodifiableSortedSet(new TreeSet<>(pinned));
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

  /** Whether regions are to watch each other, as something may be moved by what they see. */
  public boolean watchesRegions() {
    return automatic || homes.automatic();
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
