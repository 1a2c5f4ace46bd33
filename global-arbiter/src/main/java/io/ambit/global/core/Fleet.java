package io.ambit.global.core;

import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import java.util.ArrayList;
import java.util.List;

/** Every edge of every region, as the regions' newest reports tell of them. */
public final class Fleet {
  /** An edge silent for longer is not waited for. */
  public static final long PRESENT_MILLIS = 10_000;

  private Fleet() {}

  /**
   * One edge.
   *
   * @param ageMillis since its region heard it, and since its region was heard
   */
  public record Edge(String region, NodeStatus status, long ageMillis) {
    public boolean isPresent() {
      return !status.left() && ageMillis <= PRESENT_MILLIS;
    }

    public boolean isSilent() {
      return !status.left() && !isPresent();
    }
  }

  /** All edges, region by region. */
  public static List<Edge> edges(LeaseParent regions, long nowNanos) {
    List<Edge> edges = new ArrayList<>();
    for (NodeStatus region : regions.roster(nowNanos)) {
      regions.newest(region.node()).map(Report::children).orElse(List.of()).stream()
          .map(edge -> new Edge(region.node(), edge, age(region, edge)))
          .forEach(edges::add);
    }
    return edges;
  }

  private static long age(NodeStatus region, NodeStatus edge) {
    return region.reportAgeMillis() + edge.reportAgeMillis();
  }
}
