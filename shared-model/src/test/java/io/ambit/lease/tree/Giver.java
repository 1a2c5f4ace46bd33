package io.ambit.lease.tree;

import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.usage.Usage;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The giving half of a region or the arbiter, with the compacted topic it writes its grants to: the
 * newest record of each child is all that a successor finds.
 */
final class Giver {
  private final LeaseTimes times;
  private final SortedMap<String, Grants> topic = new TreeMap<>();
  private long epoch = 1;
  private LeaseParent parent;

  Giver(LeaseTimes times) {
    this.times = times;
    this.parent = new LeaseParent(epoch, times);
  }

  /** A new owner takes over: it knows the topic and nothing else. */
  void takeOver(long nowNanos) {
    parent = new LeaseParent(++epoch, times);
    topic.values().forEach(grants -> parent.restore(nowNanos, grants));
  }

  List<Usage> receive(long nowNanos, Report report) {
    return parent.receive(nowNanos, report);
  }

  List<Grants> round(long nowNanos, Collection<Holding> holdings) {
    List<Grants> grants = parent.round(nowNanos, holdings);
    grants.forEach(each -> topic.put(each.node(), each));
    return grants;
  }

  LeaseParent parent() {
    return parent;
  }

  Share outstanding() {
    return parent.outstanding(Tree.KEY);
  }
}
