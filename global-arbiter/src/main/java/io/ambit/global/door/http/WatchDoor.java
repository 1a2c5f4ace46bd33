package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.model.PolicyRecord;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Every change as it happens, as server-sent events. Without {@code Last-Event-ID} everything there
 * is comes first; with it, what changed since, as long as that is among the last {@value #KEPT}
 * changes. At most {@value #MOST_WATCHERS} watch.
 */
@RestController
public final class WatchDoor {
  static final int KEPT = 10_000;
  static final int MOST_WATCHERS = 64;

  private final Reads reads;

  /** Changed and read on the loop's thread alone. */
  private final Deque<WatchEvent> kept = new ArrayDeque<>();

  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private long forgottenRevision;

  WatchDoor(Reads reads) {
    this.reads = reads;
  }

  /** An object changed. Called on the loop's thread; returns at once. */
  public void changed(PolicyRecord record, boolean created) {
    if (kept.isEmpty()) {
      forgottenRevision = record.revision() - 1;
    }
    WatchEvent event = WatchEvent.of(record, created);
    kept.addLast(event);
    if (kept.size() > KEPT) {
      forgottenRevision = kept.removeFirst().revision();
    }
    watchers.forEach(watcher -> watcher.offer(event));
  }

  /**
   * Another term begins or this one ends: others may change objects in between, so whoever watched
   * has to begin anew. Called on the loop's thread; returns at once.
   */
  public void begin() {
    kept.clear();
    watchers.forEach(Watcher::end);
  }

  @GetMapping(path = "/api/v1/watch", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watch(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
    Watcher watcher = reads.ask(view -> admit(view.core(), lastEventId));
    return watcher.start(() -> watchers.remove(watcher));
  }

  /** Lets watchers go, or they would hold up the shutdown. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    watchers.forEach(Watcher::end);
  }

  private Watcher admit(ArbiterCore core, @Nullable String lastEventId) {
    if (watchers.size() >= MOST_WATCHERS) {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "Too many watch already.")
          .retryAfter(10)
          .asException();
    }
    long revision = core.policy().revision();
    List<WatchEvent> backlog =
        lastEventId == null || lastEventId.isEmpty()
            ? everything(core)
            : since(revision(lastEventId), revision);
    Watcher watcher = new Watcher(backlog, revision);
    watchers.add(watcher);
    return watcher;
  }

  private static List<WatchEvent> everything(ArbiterCore core) {
    return core.policy().records().stream()
        .filter(record -> !record.deleted())
        .sorted(Comparator.comparingLong(PolicyRecord::revision))
        .map(record -> WatchEvent.of(record, true))
        .toList();
  }

  private List<WatchEvent> since(long last, long revision) {
    long forgotten = kept.isEmpty() ? revision : forgottenRevision;
    if (last < forgotten || last > revision) {
      throw Problem.of(
              HttpStatus.GONE,
              "revision-too-old",
              "What happened since %d is forgotten.".formatted(last))
          .at(Pointers.header("Last-Event-ID"), "too_old", "expected: at least " + forgotten)
          .hint("Watch without Last-Event-ID: everything there is comes first.")
          .asException();
    }
    return kept.stream().filter(event -> event.revision() > last).toList();
  }

  private static long revision(String lastEventId) {
    if (!lastEventId.matches("[0-9]{1,18}")) {
      throw malformed();
    }
    return Long.parseLong(lastEventId);
  }

  private static ProblemException malformed() {
    return Problem.invalid(
            new FieldFault(
                Pointers.header("Last-Event-ID"), "malformed", "expected: the id of an event"))
        .asException();
  }
}
