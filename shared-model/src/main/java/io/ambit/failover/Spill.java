package io.ambit.failover;

import io.ambit.model.SpillRow;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of all traffic while some regions take nothing.
 *
 * @param row what edges do about it
 * @param shed by the region whose users are turned away
 * @param after what each region that is left then serves, by region
 */
public record Spill(SpillRow row, SortedMap<String, Demand> shed, SortedMap<String, Demand> after) {
  public Spill {
    shed = Collections.unmodifiableSortedMap(new TreeMap<>(shed));
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
  }

  /** What {@code region} then serves; nothing if it is lost. */
  public Demand after(String region) {
    return after.getOrDefault(region, Demand.NONE);
  }

  /** What is turned away of the users of {@code region}. */
  public Demand shed(String region) {
    return shed.getOrDefault(region, Demand.NONE);
  }

  /** What is turned away of all regions together. */
  public Demand totalShed() {
    return shed.values().stream().reduce(Demand.NONE, Demand::plus);
  }
}
