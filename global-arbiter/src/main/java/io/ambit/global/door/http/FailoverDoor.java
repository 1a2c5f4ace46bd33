package io.ambit.global.door.http;

import io.ambit.global.core.Failover;
import io.ambit.global.core.FailoverCommand;
import io.ambit.global.core.FailoverReply;
import io.ambit.global.core.FailoverSpec;
import io.ambit.global.core.Move;
import io.ambit.global.door.http.FailoverObject.Spec;
import io.ambit.global.door.http.FailoverObject.Status;
import io.ambit.global.door.http.Pages.Ask;
import io.ambit.global.door.http.Pages.Page;
import io.ambit.problem.Problem;
import java.net.URI;
import java.security.Principal;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/failovers}: what operators have failed over, kind by kind, and how far it has
 * come. A request that is made twice with one {@code Idempotency-Key} is one, whichever arbiter
 * leads: the name that is made of it is in the log, as the failover's own or beside what it wanted.
 */
@RestController
@RequestMapping(path = "/api/v1/failovers", produces = MediaType.APPLICATION_JSON_VALUE)
class FailoverDoor {
  private final Reads reads;
  private final Writes writes;
  private final Shifting shifting;

  FailoverDoor(Reads reads, Writes writes, Shifting shifting) {
    this.shifting = shifting;
    this.reads = reads;
    this.writes = writes;
  }

  @GetMapping
  Page<ApiObject<Spec, Status>> list(
      @RequestParam(required = false) @Nullable Integer pageSize,
      @RequestParam(required = false) @Nullable String pageToken) {
    Ask ask = Ask.of(pageSize, pageToken);
    return reads.ask(
        view ->
            Pages.cut(
                ask,
                Stream.concat(
                        view.core().failovers().list().stream().map(each -> show(view, each)),
                        view.core().shifts().moves().all().stream().map(FailoverObject::of))
                    .sorted(Comparator.comparing(each -> each.metadata().name())),
                each -> each.metadata().name(),
                each -> each));
  }

  @GetMapping("/{name}")
  ApiObject<Spec, Status> get(@PathVariable @ValidName String name) {
    return reads.ask(
        view ->
            view.core()
                .failovers()
                .find(name)
                .map(each -> show(view, each))
                .or(() -> view.core().shifts().moves().find(name).map(FailoverObject::of))
                .orElseThrow(() -> notFound(name).asException()));
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<Spec, Status>> start(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody Write<Spec> body,
      Principal who) {
    String request = RequestKey.name(key, who);
    String name = request.isEmpty() ? "f-" + UUID.randomUUID() : request;
    Faults faults = new Faults();
    Spec wanted = body.spec(name, faults);
    if (wanted.isShift()) {
      return shifting.shift(
          wanted.shift().read(faults),
          new Shifting.Wish(Shifting.NO_PLAN, dryRun, who.getName(), body.why(), request));
    }
    FailoverSpec spec = wanted.read(faults);
    long timeMillis = System.currentTimeMillis();
    return answer(
        writes.want(
            id ->
                new FailoverCommand.Start(
                    id, name, spec, dryRun, who.getName(), body.why(), timeMillis)));
  }

  /** Does what the arbiter proposed. */
  @PostMapping("/{name}/approve")
  ResponseEntity<ApiObject<Spec, Status>> approve(
      @PathVariable @ValidName String name,
      @RequestParam(defaultValue = "") String reason,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      Principal who) {
    return shifting.approve(move(name), wish(reason, key, who));
  }

  private static Shifting.Wish wish(String reason, @Nullable String key, Principal who) {
    return new Shifting.Wish(
        Shifting.NO_PLAN, false, who.getName(), reason, RequestKey.name(key, who));
  }

  private Move move(String name) {
    return reads.ask(
        view ->
            view.core()
                .shifts()
                .moves()
                .find(name)
                .orElseThrow(() -> notFound(name).asException()));
  }

  private boolean isMove(String name) {
    return reads.ask(view -> view.core().shifts().moves().find(name).isPresent());
  }

  @PostMapping("/{name}/abort")
  ResponseEntity<ApiObject<Spec, Status>> abort(
      @PathVariable @ValidName String name,
      @RequestParam(defaultValue = "") String reason,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      Principal who) {
    if (isMove(name)) {
      return shifting.abort(move(name), wish(reason, key, who));
    }
    long timeMillis = System.currentTimeMillis();
    return answer(
        writes.want(id -> new FailoverCommand.Abort(id, name, who.getName(), reason, timeMillis)));
  }

  private static ApiObject<Spec, Status> show(View view, Failover failover) {
    return FailoverObject.of(failover, waitsFor(view, failover));
  }

  /** Of the first thing that waits for something. */
  private static @Nullable String waitsFor(View view, Failover failover) {
    return switch (failover.spec()) {
      case FailoverSpec.MoveHome move ->
          failover.isOver()
              ? null
              : move.tenants().stream()
                  .flatMap(tenant -> view.core().failovers().waitsFor(tenant).stream())
                  .findFirst()
                  .orElse(null);
    };
  }

  private static ResponseEntity<ApiObject<Spec, Status>> answer(FailoverReply reply) {
    return switch (reply) {
      case FailoverReply.Accepted accepted -> accepted(accepted);
      case FailoverReply.WouldStart would ->
          ResponseEntity.accepted()
              .header(Answers.DRY_RUN, "true")
              .body(FailoverObject.of(would.failover(), null));
      case FailoverReply.Refused refused -> throw problem(refused).asException();
    };
  }

  private static ResponseEntity<ApiObject<Spec, Status>> accepted(FailoverReply.Accepted accepted) {
    Failover failover = accepted.failover();
    return ResponseEntity.status(accepted.created() ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .location(URI.create("/api/v1/failovers/" + failover.name()))
        .body(FailoverObject.of(failover, null));
  }

  private static Problem problem(FailoverReply.Refused refused) {
    String detail = refused.detail();
    return switch (refused.why()) {
      case NOT_FOUND -> Problem.of(HttpStatus.NOT_FOUND, "not-found", detail);
      case OTHER_REQUEST -> RequestKey.reused(detail);
      case IMPOSSIBLE -> Problem.of(HttpStatus.CONFLICT, "impossible", detail);
      case UNDER_WAY -> Problem.of(HttpStatus.CONFLICT, "under-way", detail);
      case SILENT -> Problem.of(HttpStatus.CONFLICT, "region-silent", detail);
      case NOT_READY -> later("not-ready", detail);
      case BUSY -> later("busy", detail);
      case OUTCOME_UNKNOWN ->
          later("outcome-unknown", detail)
              .hint("Ask again with the same Idempotency-Key: it is done once.");
    };
  }

  private static Problem later(String slug, String detail) {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, slug, detail).retryAfter(1);
  }

  private static Problem notFound(String name) {
    return Problem.of(
        HttpStatus.NOT_FOUND, "not-found", "There is no failover %s.".formatted(name));
  }
}
