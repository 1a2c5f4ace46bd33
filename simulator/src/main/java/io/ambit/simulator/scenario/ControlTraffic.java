package io.ambit.simulator.scenario;

import io.ambit.simulator.world.Traffic.Way;
import io.ambit.simulator.world.World;
import java.util.EnumMap;
import java.util.Map;

/**
 * What control traffic costs from some moment on, in bytes of records before the framing of the
 * log: by way, and in all for each edge.
 */
final class ControlTraffic {
  /** What may be sent in a second for each edge, between it and its region and above, in kB. */
  private static final double MOST_KILOBYTES = 20;

  private final World world;
  private final Map<Way, Long> before = new EnumMap<>(Way.class);

  private ControlTraffic(World world) {
    this.world = world;
    for (Way way : Way.values()) {
      before.put(way, world.meter().bytes(way));
    }
  }

  static ControlTraffic from(World world) {
    return new ControlTraffic(world);
  }

  /** Bytes per second on all ways, for each edge. */
  double perEdgeSecond(long seconds) {
    double all = 0;
    for (Way way : Way.values()) {
      all += since(way);
    }
    return all / world.edges().size() / seconds;
  }

  void tell(Outcome outcome, long seconds) {
    double edgeSeconds = 1e3 * world.edges().size() * seconds;
    double regionSeconds = 1e3 * world.sites().size() * seconds;
    outcome
        .tell("edgeUp", since(Way.EDGE_UP) / edgeSeconds, "kB/edge/s")
        .tell("edgeDown", since(Way.EDGE_DOWN) / edgeSeconds, "kB/edge/s")
        .tell("regionUp", since(Way.REGION_UP) / regionSeconds, "kB/region/s")
        .tell("regionDown", since(Way.REGION_DOWN) / regionSeconds, "kB/region/s")
        .atMost("controlTraffic", perEdgeSecond(seconds) / 1e3, "kB/edge/s", MOST_KILOBYTES);
  }

  private double since(Way way) {
    return world.meter().bytes(way) - before.getOrDefault(way, 0L);
  }
}
