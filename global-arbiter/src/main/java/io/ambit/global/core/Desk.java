package io.ambit.global.core;

import io.ambit.global.core.Reply.Refusal;
import io.ambit.global.core.Unsettled.Entry;
import io.ambit.lease.Durations;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Where operators' commands are taken, and answered once the log says what became of them. It never
 * changes operator intent: it asks for a record to be appended, and waits to read it.
 *
 * <p>Not thread-safe; part of the core.
 */
final class Desk {
  /** An operator hears after this long at the latest, whatever became of the append. */
  private static final long PATIENCE_NANOS = Durations.ofMillis(4_000);

  private final PolicyBook book;
  private final Unsettled unsettled = new Unsettled();

  Desk(PolicyBook book) {
    this.book = book;
  }

  /** Decides, or queues behind the append to the same object that is under way. */
  List<ArbiterEffect> take(long nowNanos, Command command) {
    if (command.dryRun()) {
      return List.of(answer(command, rehearse(command)));
    }
    Entry busy = unsettled.of(command.key()).orElse(null);
    if (busy == null) {
      return unsettled.isFull() ? refuse(command, Refusal.BUSY) : decide(nowNanos, command);
    }
    if (busy.inDoubt) {
      return refuse(command, Refusal.IN_DOUBT);
    }
    if (busy.waiting.size() >= Unsettled.MOST_WAITING) {
      return refuse(command, Refusal.BUSY);
    }
    busy.waiting.addLast(command);
    return List.of();
  }

  /** Whether an append to the object is under way. */
  boolean isBusy(PolicyKey key) {
    return unsettled.of(key).isPresent();
  }

  /** The log holds {@code record}: whoever wrote it gets the answer. */
  List<ArbiterEffect> read(long nowNanos, PolicyRecord record) {
    List<ArbiterEffect> effects = new ArrayList<>();
    Entry entry =
        unsettled.of(record.key()).filter(each -> each.isFulfilledBy(record)).orElse(null);
    if (entry == null) {
      return effects;
    }
    unsettled.end(entry);
    if (entry.command != null && !entry.inDoubt) {
      effects.add(answer(entry.command, new Reply.Committed(record, entry.created)));
    }
    if (record.deleted()) {
      effects.addAll(bury(nowNanos, record.key()));
    }
    effects.addAll(takeAgain(nowNanos, entry));
    return effects;
  }

  /** The log holds a tombstone of {@code key}. */
  List<ArbiterEffect> buried(long nowNanos, PolicyKey key) {
    Entry entry = unsettled.of(key).filter(each -> each.record == null).orElse(null);
    if (entry == null) {
      return List.of();
    }
    unsettled.end(entry);
    return takeAgain(nowNanos, entry);
  }

  /** Asks for the tombstone of a deleted object, unless something of it is under way. */
  List<ArbiterEffect> bury(long nowNanos, PolicyKey key) {
    boolean deleted = book.newest(key).filter(PolicyRecord::deleted).isPresent();
    if (!deleted || unsettled.of(key).isPresent()) {
      return List.of();
    }
    return List.of(new ArbiterEffect.Bury(unsettled.beginTombstone(nowNanos, key).id, key));
  }

  /** An append failed, and may be in the log all the same. */
  List<ArbiterEffect> failed(long nowNanos, long id) {
    return unsettled.of(id).map(entry -> doubt(nowNanos, entry)).orElse(List.of());
  }

  /** Everything in the log at {@code asOfNanos} is read: what failed before is there or never. */
  List<ArbiterEffect> caughtUp(long nowNanos, long asOfNanos) {
    List<ArbiterEffect> effects = new ArrayList<>();
    for (Entry entry : unsettled.inDoubtBefore(asOfNanos)) {
      unsettled.end(entry);
      effects.addAll(bury(nowNanos, entry.key));
    }
    return effects;
  }

  /** Answers everybody for the last time: what of it is in the log is for a successor to read. */
  List<ArbiterEffect> close(long nowNanos) {
    List<ArbiterEffect> effects = new ArrayList<>();
    for (Entry entry : unsettled.all()) {
      effects.addAll(entry.inDoubt ? List.of() : doubt(nowNanos, entry));
      unsettled.end(entry);
    }
    return effects;
  }

  /** Gives up on appends that nobody answers. */
  List<ArbiterEffect> tick(long nowNanos) {
    List<ArbiterEffect> effects = new ArrayList<>();
    unsettled
        .silentSince(nowNanos - PATIENCE_NANOS)
        .forEach(entry -> effects.addAll(doubt(nowNanos, entry)));
    return effects;
  }

  private List<ArbiterEffect> decide(long nowNanos, Command command) {
    return switch (Decision.of(book, unsettled.size(), command)) {
      case Decision.Say say -> List.of(answer(command, say.reply()));
      case Decision.Write write -> {
        Entry entry = unsettled.begin(nowNanos, command, write.record(), write.created());
        yield List.of(new ArbiterEffect.Append(entry.id, write.record()));
      }
    };
  }

  private Reply rehearse(Command command) {
    return switch (Decision.of(book, unsettled.size(), command)) {
      case Decision.Say say -> say.reply();
      case Decision.Write write -> {
        long revision = book.live(command.key()).map(PolicyRecord::revision).orElse(0L);
        yield new Reply.WouldCommit(write.record().at(revision), write.created());
      }
    };
  }

  private List<ArbiterEffect> doubt(long nowNanos, Entry entry) {
    entry.inDoubt = true;
    entry.doubtNanos = nowNanos;
    List<ArbiterEffect> effects = new ArrayList<>();
    if (entry.command != null) {
      effects.addAll(refuse(entry.command, Refusal.OUTCOME_UNKNOWN));
    }
    entry.waiting.forEach(command -> effects.addAll(refuse(command, Refusal.IN_DOUBT)));
    entry.waiting.clear();
    return effects;
  }

  private List<ArbiterEffect> takeAgain(long nowNanos, Entry ended) {
    List<ArbiterEffect> effects = new ArrayList<>();
    ended.waiting.forEach(command -> effects.addAll(take(nowNanos, command)));
    return effects;
  }

  private static List<ArbiterEffect> refuse(Command command, Refusal refusal) {
    return List.of(answer(command, Reply.Refused.because(refusal)));
  }

  private static ArbiterEffect answer(Command command, Reply reply) {
    return new ArbiterEffect.Answer(command.id(), reply);
  }
}
