package io.ambit.global.door.http;

import io.ambit.global.door.http.Pages.Ask;
import io.ambit.global.door.http.Pages.Page;
import io.ambit.model.AuditEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators did lately, newest first; all of it is in {@code ambit.audit}. */
@RestController
class AuditDoor {
  private static final Pattern REVISION = Pattern.compile("@([0-9]{1,18})$");

  private final Reads reads;

  AuditDoor(Reads reads) {
    this.reads = reads;
  }

  /** One thing an operator did. */
  record Event(
      String id,
      Instant time,
      String actor,
      String verb,
      String object,
      String reason,
      long generationBefore,
      long generationAfter) {
    static Event of(AuditEvent event) {
      return new Event(
          event.id(),
          Instant.ofEpochMilli(event.timeMillis()),
          event.actor(),
          event.verb(),
          event.kind() + "/" + event.name(),
          event.reason(),
          event.generationBefore(),
          event.generationAfter());
    }
  }

  private record Numbered(String key, AuditEvent event) {}

  @GetMapping(path = "/api/v1/audit-events", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<Event> events(
      @RequestParam(required = false) @Nullable Integer pageSize,
      @RequestParam(required = false) @Nullable String pageToken) {
    Ask ask = Ask.of(pageSize, pageToken);
    List<AuditEvent> events = reads.ask(view -> view.core().auditEvents());
    return Pages.cut(
        ask,
        events.stream()
            .map(event -> new Numbered(place(event), event))
            .sorted(Comparator.comparing(Numbered::key)),
        Numbered::key,
        numbered -> Event.of(numbered.event()));
  }

  /** Rises from the newest to the oldest, and stays put while newer ones come in. */
  private static String place(AuditEvent event) {
    Matcher revision = REVISION.matcher(event.id());
    long number = revision.find() ? Long.parseLong(revision.group(1)) : 0;
    return "%019d %s".formatted(Long.MAX_VALUE - number, event.id());
  }
}
