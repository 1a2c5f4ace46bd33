package io.ambit.global.core;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Appends under way: at most one per object, so that no two decisions rest on the same base. An
 * append ends when it is read back. One whose outcome is unknown is in doubt, and ends at the
 * latest when everything in the log after it failed is read: it is then there or never will be.
 *
 * <p>Not thread-safe. At most {@value #MOST} appends, {@value #MOST_WAITING} commands behind each.
 */
final class Unsettled {
  static final int MOST = 1_024;
  static final int MOST_WAITING = 16;

  private final SortedMap<PolicyKey, Entry> byKey = new TreeMap<>();
  private long lastId;

  /** One append under way, and who waits for it. A tombstone has no record and no command. */
  static final class Entry {
    final long id;
    final PolicyKey key;
    final @Nullable PolicyRecord record;
    final @Nullable Command command;
    final boolean created;
    final long sinceNanos;
    final Deque<Command> waiting = new ArrayDeque<>();
    boolean inDoubt;
    long doubtNanos;

    Entry(
        long id,
        PolicyKey key,
        @Nullable PolicyRecord record,
        @Nullable Command command,
        boolean created,
        long sinceNanos) {
      this.id = id;
      this.key = key;
      this.record = record;
      this.command = command;
      this.created = created;
      this.sinceNanos = sinceNanos;
    }

    /** Whether {@code read} is what was appended. */
    boolean isFulfilledBy(PolicyRecord read) {
      return record != null && record.at(read.revision()).equals(read);
    }
  }

  Entry begin(long nowNanos, Command command, PolicyRecord record, boolean created) {
    return put(new Entry(++lastId, command.key(), record, command, created, nowNanos));
  }

  Entry beginTombstone(long nowNanos, PolicyKey key) {
    return put(new Entry(++lastId, key, null, null, false, nowNanos));
  }

  private Entry put(Entry entry) {
    byKey.put(entry.key, entry);
    return entry;
  }

  Optional<Entry> of(PolicyKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<Entry> of(long id) {
    return byKey.values().stream().filter(entry -> entry.id == id).findFirst();
  }

  void end(Entry entry) {
    byKey.remove(entry.key);
  }

  List<Entry> all() {
    return List.copyOf(byKey.values());
  }

  List<Entry> inDoubtBefore(long nanos) {
    return byKey.values().stream().filter(e -> e.inDoubt && e.doubtNanos - nanos < 0).toList();
  }

  List<Entry> silentSince(long nanos) {
    return byKey.values().stream().filter(e -> !e.inDoubt && e.sinceNanos - nanos < 0).toList();
  }

  int size() {
    return byKey.size();
  }

  boolean isFull() {
    return byKey.size() >= MOST;
  }
}
