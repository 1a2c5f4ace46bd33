package io.ambit.global.core;

import io.ambit.failover.Finding;
import io.ambit.failover.TableCheck;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the arbiter drained by itself where it is while regions would keep a table that sends
 * it further from their edges: bounds may have been narrowed since it was declared. A table is held
 * against the very code that regions hold it against ({@link TableCheck}), and only while nothing
 * that it rests on is on its way into the log before it: so by the same facts. For that, whatever
 * is about to be declared anew goes no further either. Not thread-safe; part of the core.
 */
final class OwnBounds {
  private static final Set<Finding.Rule> BOUNDS =
      EnumSet.of(Finding.Rule.DRAINED_REGIONS, Finding.Rule.DRAINED_CAPACITY);

  private final PolicyBook book;

  OwnBounds(PolicyBook book) {
    this.book = book;
  }

  /**
   * What may go away now.
   *
   * @param away of ten thousand, by region
   * @param regions of its own that go less far than they should
   * @param against what stands against it; null if it only waits, or goes on
   */
  record Held(
      SortedMap<String, Integer> away, SortedSet<String> regions, @Nullable Finding against) {
    Held {
      away = Collections.unmodifiableSortedMap(new TreeMap<>(away));
      regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
    }
  }

  /** Whether the arbiter itself drained {@code region}. */
  boolean isOwn(String region) {
    return book.live(PolicyKey.region(region))
        .filter(PolicyRecord::isArbiters)
        .filter(record -> book.region(region).adminState() == AdminState.DRAINED)
        .isPresent();
  }

  /**
   * Of what is to go away, what may.
   *
   * @param busy regions whose declaration is about to change: they may be called back
   * @param settled whether neither any declaration nor the rules are about to change
   */
  Held hold(SortedMap<String, Integer> next, SortedSet<String> busy, boolean settled) {
    SortedMap<String, Integer> now = book.spillTable().away();
    SortedMap<String, Integer> held = new TreeMap<>(next);
    SortedSet<String> regions = new TreeSet<>();
    next.forEach(
        (name, parts) -> {
          int before = now.getOrDefault(name, 0);
          if (parts > before && (isOwn(name) || busy.contains(name))) {
            held.put(name, before);
            if (isOwn(name)) {
              regions.add(name);
            }
          }
        });
    Finding against = regions.isEmpty() ? null : against(next);
    boolean goes = settled && against == null;
    return goes ? new Held(next, new TreeSet<>(), null) : new Held(held, regions, against);
  }

  /** What regions would hold against so much going away; null if nothing. */
  private @Nullable Finding against(SortedMap<String, Integer> away) {
    PolicyRecord inForce = book.live(PolicyKey.SPILL_TABLE).orElse(null);
    return TableCheck.findings(book, new SpillTable(away, List.of()), inForce).stream()
        .filter(finding -> BOUNDS.contains(finding.rule()))
        .findFirst()
        .orElse(null);
  }
}
