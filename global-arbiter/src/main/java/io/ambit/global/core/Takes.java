package io.ambit.global.core;

import io.ambit.model.Limit;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What each region can take: as its operators declare, or a little more than what is behind it was
 * seen to take, if that is less. A little more, because who is held to what it has proven could
 * never prove more: a region that has recovered earns its way back, a tenth at a time. Where
 * nothing is declared nothing is known, whatever was seen. Not thread-safe.
 */
final class Takes {
  /** Of what was proven, in hundredths. */
  private static final long HEADROOM = 110;

  /** What was proven changes all the time: less than one part in so many changes nothing. */
  private static final long NOTABLE = 20;

  private final PolicyBook book;
  private final ToLongFunction<String> provenPerSecond;
  private final SortedMap<String, Long> declaredMilli = new TreeMap<>();
  private final SortedMap<String, Long> milli = new TreeMap<>();

  /**
   * Of the regions in {@code book}.
   *
   * @param provenPerSecond what a region was seen to take when it last had enough to do; 0 if it
   *     never had
   */
  Takes(PolicyBook book, ToLongFunction<String> provenPerSecond) {
    this.book = book;
    this.provenPerSecond = provenPerSecond;
  }

  /** Operator intent has changed. */
  void learn() {
    declaredMilli.clear();
    for (PolicyRecord record : book.live(PolicyKey.Kind.REGION)) {
      if (record.spec() instanceof RegionDeclaration region && region.capacityPerSecond() > 0) {
        declaredMilli.put(record.key().name(), region.capacityPerSecond() * Limit.MILLI);
      }
    }
    milli.keySet().retainAll(declaredMilli.keySet());
    var unused = look();
  }

  /** Looks at what was proven by now; returns whether a region takes notably more or less. */
  boolean look() {
    boolean changed = false;
    for (SortedMap.Entry<String, Long> each : declaredMilli.entrySet()) {
      long declared = each.getValue();
      long now = takes(each.getKey(), declared);
      long before = milli.getOrDefault(each.getKey(), 0L);
      // What is declared is kept to the unit, whatever was seen.
      boolean exact = before != now && (now == declared || before > declared);
      if (exact || Math.abs(now - before) * NOTABLE > declared) {
        milli.put(each.getKey(), now);
        changed = true;
      }
    }
    return changed;
  }

  private long takes(String region, long declared) {
    long proven = provenPerSecond.applyAsLong(region);
    return proven == 0 ? declared : Math.min(declared, proven * HEADROOM * Limit.MILLI / 100);
  }

  /** Milli-units per second, of each region that declares any. */
  SortedMap<String, Long> milli() {
    return Collections.unmodifiableSortedMap(milli);
  }
}
