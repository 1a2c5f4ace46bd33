package io.ambit.lease;

import io.ambit.model.LimitKey;
import io.ambit.usage.ChildUsage;
import io.ambit.usage.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One child as its parent knows it. Not thread-safe. */
final class Child {
  /**
   * How many earlier boots are remembered, so that a late report of one is known for what it is.
   */
  private static final int RETIRED_BOOTS = 8;

  private final String node;
  private final ChildUsage usage = new ChildUsage();
  private final Deque<Boot> retired = new ArrayDeque<>();
  private @Nullable Report newest;
  private long heardNanos;
  private SortedMap<LimitKey, LeaseGrant> granted = new TreeMap<>();
  private long grantedNanos;

  Child(String node) {
    this.node = node;
  }

  /** Whether {@code report} says anything new. */
  boolean isNews(Report report) {
    if (newest == null) {
      return true;
    }
    return newest.boot().equals(report.boot())
        ? report.sequence() > newest.sequence()
        : !retired.contains(report.boot());
  }

  /** Whether {@code report} comes from another boot than the last one. */
  boolean isRestart(Report report) {
    return newest != null && !newest.boot().equals(report.boot());
  }

  /** Takes a report in that {@link #isNews}; returns by how much the counters grew. */
  List<Usage> receive(long nowNanos, Report report) {
    if (isRestart(report)) {
      retire();
      usage.restart();
      granted = new TreeMap<>();
    }
    newest = report;
    heardNanos = nowNanos;
    return usage.receive(report.sentNanos(), report.usage());
  }

  void granted(long nowNanos, SortedMap<LimitKey, LeaseGrant> leases) {
    granted = leases;
    grantedNanos = nowNanos;
  }

  String node() {
    return node;
  }

  ChildUsage usage() {
    return usage;
  }

  @Nullable Report newest() {
    return newest;
  }

  SortedMap<LimitKey, LeaseGrant> granted() {
    return granted;
  }

  long sinceGrantNanos(long nowNanos) {
    return nowNanos - grantedNanos;
  }

  boolean heardWithin(long nowNanos, long spanNanos) {
    return newest != null && !left() && nowNanos - heardNanos <= spanNanos;
  }

  /** Whether it said it stops for good. */
  boolean left() {
    return newest != null && newest.leaving();
  }

  boolean leftBefore(long nanos) {
    return left() && heardNanos - nanos < 0;
  }

  NodeStatus status(long nowNanos) {
    Report report = newest;
    if (report == null) {
      throw new IllegalStateException(node + " was never heard of");
    }
    return new NodeStatus(
        node,
        report.boot(),
        report.policyRevision(),
        report.mode(),
        Durations.toMillis(Math.max(0, nowNanos - heardNanos)),
        report.leaving());
  }

  private void retire() {
    if (newest != null) {
      retired.add(newest.boot());
    }
    if (retired.size() > RETIRED_BOOTS) {
      retired.removeFirst();
    }
  }
}
