package io.ambit.region.core;

import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Operator intent on its way through the region: what the arbiter's log says, and what of it the
 * edges were told. Tells them each record once, also over restarts; and what they were told that
 * the log, once read to its end, no longer holds, it tells them is deleted. A spill table that the
 * safety rules stand against is not told. Not thread-safe.
 */
final class Relayed {
  private final PolicyBook intent = new PolicyBook();
  private final PolicyBook told = new PolicyBook();

  /** What the arbiter's log holds; of no more use once that is compared with what was told. */
  private final SortedSet<PolicyKey> inLog = new TreeSet<>();

  private final RefusedTables refused = new RefusedTables();
  private long endRevision;
  private boolean replayed;
  private boolean compared;

  PolicyBook intent() {
    return intent;
  }

  /** Spill tables that are kept from the edges. */
  RefusedTables refused() {
    return refused;
  }

  /** What was told before the restart, which is intent too: the arbiter's log may be away. */
  void restore(PolicyRecord record) {
    told.apply(record);
    intent.apply(record);
  }

  /** Takes a record of the arbiter's log in. */
  void read(PolicyRecord record) {
    intent.apply(record);
    if (!compared) {
      inLog.add(record.key());
    }
  }

  /** Tells the edges {@code record} unless they were told already. */
  List<RegionEffect> tell(PolicyRecord record) {
    if (record.key().equals(PolicyKey.SPILL_TABLE)) {
      return tellTable();
    }
    List<RegionEffect> effects = new ArrayList<>();
    if (told.apply(record)) {
      effects.add(new RegionEffect.Relay(record));
    }
    if (refused.restOn(record.key().kind())) {
      effects.addAll(tellTable());
    }
    return effects;
  }

  /** The newest table, if it passes. Before all of the log is read nothing is said against it. */
  private List<RegionEffect> tellTable() {
    PolicyRecord newest = intent.newest(PolicyKey.SPILL_TABLE).orElse(null);
    PolicyRecord inForce = told.newest(PolicyKey.SPILL_TABLE).orElse(null);
    if (newest == null || (inForce != null && newest.revision() <= inForce.revision())) {
      return List.of();
    }
    if (refused.passes(intent, newest, inForce)) {
      told.apply(newest);
      return List.of(new RegionEffect.Relay(newest));
    }
    return replayed
        ? refused.takeUnsaid().<RegionEffect>map(RegionEffect.RefuseTable::new).stream().toList()
        : List.of();
  }

  /** Everything in the arbiter's log up to this revision is read. */
  void replayed(long end) {
    endRevision = end;
    replayed = true;
  }

  /** What the edges must still be told, in the order of the arbiter's log. */
  List<RegionEffect> catchUp() {
    List<RegionEffect> effects = new ArrayList<>();
    intent.records().stream()
        .sorted(Comparator.comparingLong(PolicyRecord::revision))
        .forEach(record -> effects.addAll(tell(record)));
    if (endRevision > 0 && !compared) {
      compared = true;
      for (PolicyRecord record : List.copyOf(told.records())) {
        effects.addAll(compare(record));
      }
      inLog.clear();
    }
    return effects;
  }

  /** Forgets a deleted object here and at the edges. */
  List<RegionEffect> forget(PolicyKey key) {
    intent.forget(key);
    told.forget(key);
    inLog.remove(key);
    return List.of(new RegionEffect.Forget(key));
  }

  /**
   * A record that is told and not in the log was deleted since, and both the deletion and its
   * tombstone are compacted away. That takes a log that goes on past the record: an empty one, or
   * one that ends earlier, is another log, and says nothing about this object.
   */
  private List<RegionEffect> compare(PolicyRecord record) {
    if (inLog.contains(record.key()) || record.revision() >= endRevision) {
      return List.of();
    }
    List<RegionEffect> effects = new ArrayList<>();
    if (!record.deleted()) {
      PolicyRecord gone = gone(record);
      intent.apply(gone);
      effects.addAll(tell(gone));
    }
    effects.addAll(forget(record.key()));
    return effects;
  }

  private PolicyRecord gone(PolicyRecord record) {
    return new PolicyRecord(
        record.key(),
        endRevision,
        record.generation() + 1,
        null,
        record.createTimeMillis(),
        record.updateTimeMillis(),
        record.actor(),
        "no longer in the arbiter's log");
  }
}
