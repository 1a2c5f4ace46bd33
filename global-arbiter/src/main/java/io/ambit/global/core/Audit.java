package io.ambit.global.core;

import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Who did what. The event of a record is a function of the record, so one that was lost between the
 * two logs is told again under the same id, and telling twice is seen once.
 *
 * <p>Not thread-safe. Remembers the last {@value #RECENT} events; at most {@value #MOST_UNREAD}
 * wait to be read back, then the oldest is given up.
 */
final class Audit {
  static final int RECENT = 1_000;
  static final int MOST_UNREAD = 10_000;

  private static final int AT_ONCE = 256;

  /**
   * How far back in the log a record may have lost its event, when the arbiter died between the two
   * transactions; the ends of transactions take places in the log, too.
   */
  private static final int AT_RISK = 128;

  private final SequencedMap<String, AuditEvent> recent = new LinkedHashMap<>();
  private final SequencedMap<String, AuditEvent> unread = new LinkedHashMap<>();

  static AuditEvent eventOf(PolicyRecord record) {
    return new AuditEvent(
        record.key() + "@" + record.revision(),
        record.updateTimeMillis(),
        record.actor(),
        verb(record),
        record.key().kind().word(),
        record.key().name(),
        record.reason(),
        record.generation() - 1,
        record.deleted() ? 0 : record.generation());
  }

  /** A record was committed; returns the event to tell. */
  AuditEvent committed(PolicyRecord record) {
    AuditEvent event = eventOf(record);
    unread.put(event.id(), event);
    if (unread.size() > MOST_UNREAD) {
      unread.pollFirstEntry();
    }
    return event;
  }

  /** An event was read from the audit log. */
  void read(AuditEvent event) {
    unread.remove(event.id());
    recent.putIfAbsent(event.id(), event);
    if (recent.size() > RECENT) {
      recent.pollFirstEntry();
    }
  }

  /** What a predecessor committed and may not have told. */
  List<AuditEvent> untold(PolicyBook book) {
    return book.records().stream()
        .filter(record -> record.revision() > book.revision() - AT_RISK)
        .filter(record -> !recent.containsKey(eventOf(record).id()))
        .map(this::committed)
        .toList();
  }

  /** The oldest that are not read back yet. */
  List<AuditEvent> unread() {
    return unread.sequencedValues().stream().limit(AT_ONCE).toList();
  }

  /** The last events, newest first. */
  List<AuditEvent> recent() {
    return new ArrayList<>(recent.sequencedValues().reversed());
  }

  private static String verb(PolicyRecord record) {
    if (record.deleted()) {
      return "delete";
    }
    return record.generation() == 1 ? "create" : "replace";
  }
}
