package io.ambit.home;

import io.ambit.lease.Durations;
import io.ambit.lease.WriteLease;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By when whatever regions were given to admit writes by has ended, on the clock of whoever gives
 * it. A lease counts from when the region sent the report that is answered, which is before that
 * report was heard; so all that was given to a region ends the length of a lease after it was last
 * heard, however often its last report was answered. What predecessors gave answers what they heard
 * before this one led.
 *
 * <p>Time is an argument, in nanoseconds of a clock that does not go back. Not thread-safe. Bounded
 * by the regions it is told of.
 */
public final class LeaseEnds {
  private final long predecessorsNanos;
  private final SortedMap<String, Long> heardNanos = new TreeMap<>();
  private final SortedMap<String, Long> endNanos = new TreeMap<>();

  /** Of whoever leads since {@code nowNanos}. */
  public LeaseEnds(long nowNanos) {
    this.predecessorsNanos = nowNanos + charged(WriteLease.REGION_MILLIS);
  }

  /** A region reports. */
  public void heard(long nowNanos, String region) {
    heardNanos.put(region, nowNanos);
  }

  /** Regions are about to be given leases of that length; to be called before each time. */
  public void give(long millis) {
    long chargedNanos = charged(millis);
    heardNanos.forEach(
        (region, heard) -> endNanos.merge(region, heard + chargedNanos, LeaseEnds::later));
  }

  /** When all that {@code region} was given until now has ended. */
  public long endNanos(String region) {
    return later(predecessorsNanos, endNanos.getOrDefault(region, predecessorsNanos));
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static long charged(long millis) {
    return Durations.charged(Durations.ofMillis(millis));
  }
}
