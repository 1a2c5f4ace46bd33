package io.ambit.usage;

import io.ambit.model.LimitKey;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One child's counters, limit by limit, for its current boot. Not thread-safe. Bounded: limits past
 * {@value #MAX_LIMITS} are not metered, so they count as no demand.
 */
public final class ChildUsage {
  /** The most limits one child is metered for. */
  public static final int MAX_LIMITS = 1_000_000;

  /**
   * A child names every limit it counts at least once in ten reports; one it does not name in so
   * many in a row, it has stopped counting.
   */
  static final int FORGET_AFTER_REPORTS = 300;

  /**
   * A limit first met in one of the first reports heard may have been counted by somebody else
   * before; one first met later is new, since the child has named all it counts by then.
   */
  static final int BASELINE_REPORTS = 30;

  private final Steps steps;
  private final SortedMap<LimitKey, Meter> meters = new TreeMap<>();
  private long lastReportNanos;
  private int reports;

  public ChildUsage(Steps steps) {
    this.steps = steps;
  }

  /**
   * Takes one report's counters in.
   *
   * @param sentNanos the child's clock when it sent them
   * @return by how much each named limit grew since it was last heard of; a limit first met in the
   *     first report of a boot counts from there, since what came before may be counted already
   */
  public List<Usage> receive(long sentNanos, List<Usage> usage) {
    return receive(sentNanos, usage, true);
  }

  /**
   * The same, where limits that are not named may have changed too.
   *
   * @param all whether everything that changed is named
   */
  public List<Usage> receive(long sentNanos, List<Usage> usage, boolean all) {
    Set<LimitKey> named = new HashSet<>();
    List<Usage> growth =
        usage.stream()
            .filter(each -> meters.containsKey(each.key()) || meters.size() < MAX_LIMITS)
            .peek(each -> named.add(each.key()))
            .map(each -> meter(each, sentNanos).advance(each, sentNanos, steps))
            .toList();
    lastReportNanos = sentNanos;
    if (!all) {
      return growth;
    }
    meters
        .entrySet()
        .removeIf(
            each ->
                !named.contains(each.getKey())
                    && each.getValue().unchanged(sentNanos, steps) >= FORGET_AFTER_REPORTS);
    reports = Math.min(reports + 1, BASELINE_REPORTS + 1);
    return growth;
  }

  /** Whether one of {@code usage}, as just received, has run short. */
  public boolean hasRunShort(List<Usage> usage) {
    return usage.stream()
        .map(each -> meters.get(each.key()))
        .anyMatch(meter -> meter != null && meter.hasRunShort());
  }

  /** Forgets everything: the child has a new boot. */
  public void restart() {
    meters.clear();
    reports = 0;
  }

  /** Mean milli-units per second asked for over about the last second. */
  public long offeredPerSecondMilli(LimitKey key) {
    Meter meter = meters.get(key);
    return meter == null ? 0 : meter.offeredPerSecondMilli();
  }

  /** Mean milli-units per second let through over about the last second. */
  public long admittedPerSecondMilli(LimitKey key) {
    Meter meter = meters.get(key);
    return meter == null ? 0 : meter.admittedPerSecondMilli();
  }

  /** What is asked for, per second: the mean of two seconds, or since it stepped. */
  public long demandPerSecondMilli(LimitKey key) {
    Meter meter = meters.get(key);
    return meter == null ? 0 : meter.demandPerSecondMilli();
  }

  /** Mean milli-units per second refused since about the report before the last. */
  public long shortPerSecondMilli(LimitKey key) {
    Meter meter = meters.get(key);
    return meter == null ? 0 : meter.shortPerSecondMilli();
  }

  /** Every limit metered, in order. */
  public SortedSet<LimitKey> keys() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(meters.keySet()));
  }

  private Meter meter(Usage usage, long sentNanos) {
    Meter known = meters.get(usage.key());
    if (known != null) {
      return known;
    }
    Meter fresh =
        reports > BASELINE_REPORTS
            ? Meter.fromZero(usage.key(), lastReportNanos, steps)
            : new Meter(usage, sentNanos, steps);
    meters.put(usage.key(), fresh);
    return fresh;
  }
}
