package io.ambit.failover;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import io.ambit.model.SpillTable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which regions somebody reaches, on a path that is not the bus. Soft state: said again several
 * times a second, and the newest alone counts.
 *
 * @param node who says so: a region, or a witness outside all of them
 * @param silentMillis by region, for how long none of its controllers has answered; 0 if one did
 */
public record Reachability(String node, SortedMap<String, Long> silentMillis) {
  private static final long MOST_MILLIS = 1L << 40;

  public Reachability {
    Names.require("node", node);
    Bounds.require("regions", silentMillis.size(), 0, SpillTable.MOST_REGIONS);
    silentMillis.forEach(
        (region, millis) -> {
          Names.require("region", region);
          Bounds.require("silentMillis", millis, 0, MOST_MILLIS);
        });
    silentMillis = Collections.unmodifiableSortedMap(new TreeMap<>(silentMillis));
  }
}
