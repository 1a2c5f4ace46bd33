package io.ambit.edge.core;

import io.ambit.model.Budget;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Operator intent as this edge knows it: at first what its disk remembers, and once everything that
 * the region relays has been read, that alone. An object that was deleted while this edge was down
 * has left no trace in a compacted topic, so what is not there any more must go. Not thread-safe.
 */
final class PolicyIntent {
  private PolicyBook known = new PolicyBook();
  private final PolicyBook relayed = new PolicyBook();
  private boolean complete;

  void resume(List<PolicyRecord> records) {
    records.forEach(known::apply);
  }

  /** Takes a record in; returns whether it changed anything. */
  boolean read(PolicyRecord record) {
    if (!complete) {
      relayed.apply(record);
    }
    return known.apply(record);
  }

  /** Forgets a deleted object; returns whether that changed anything. */
  boolean forget(PolicyKey key) {
    boolean there = known.newest(key).isPresent();
    if (!complete) {
      relayed.forget(key);
    }
    known.forget(key);
    return there && known.newest(key).isEmpty();
  }

  /**
   * Everything relayed has been read. A topic without a single record has lost them: no operator
   * could have emptied it, since deleting leaves a record for a while, so what is known stays.
   *
   * @return whether that may have changed anything
   */
  boolean complete() {
    boolean first = !complete;
    complete = true;
    if (first && !relayed.records().isEmpty()) {
      known = relayed;
    }
    return first;
  }

  /** Whether what was relayed before this boot has been read: what comes now is news. */
  boolean isComplete() {
    return complete;
  }

  /** Whether operator intent was ever read, by this boot or the one it goes on from. */
  boolean informed() {
    return complete || !known.records().isEmpty();
  }

  /** Every tenant with a budget of its own. */
  SortedMap<String, Budget> budgets() {
    SortedMap<String, Budget> budgets = new TreeMap<>();
    for (PolicyRecord record : known.records()) {
      if (record.key().kind() == PolicyKey.Kind.BUDGET && record.spec() instanceof Budget budget) {
        budgets.put(record.key().name(), budget);
      }
    }
    return budgets;
  }

  PolicyBook book() {
    return known;
  }
}
