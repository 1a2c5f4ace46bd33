package io.ambit.global.core;

import io.ambit.failover.TableRefusal;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which regions keep the newest spill table from their edges, as they say every second. Bounded by
 * who may say so. Not thread-safe; part of the core.
 */
final class TableRefusals {
  private final SortedMap<String, TableRefusal> now = new TreeMap<>();

  /** What a region's word changes. */
  enum News {
    NONE,
    /** It keeps a table out, and kept none before. */
    BEGUN,
    /** It keeps another one out. */
    ANOTHER,
    /** It keeps none out any more. */
    OVER
  }

  News take(String region, @Nullable TableRefusal refusal) {
    TableRefusal before = refusal == null ? now.remove(region) : now.put(region, refusal);
    if (refusal == null) {
      return before == null ? News.NONE : News.OVER;
    }
    if (before == null) {
      return News.BEGUN;
    }
    return before.revision() == refusal.revision() ? News.NONE : News.ANOTHER;
  }

  Optional<TableRefusal> of(String region) {
    return Optional.ofNullable(now.get(region));
  }
}
