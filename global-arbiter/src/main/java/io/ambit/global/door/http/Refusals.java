package io.ambit.global.door.http;

import io.ambit.failover.Finding;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Reply;
import io.ambit.global.core.Reply.Refused;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The core's refusals as problems: what is in the way, and what would have to change. */
final class Refusals {
  private Refusals() {}

  static Problem of(PolicyKey key, Refused refused) {
    PolicyRecord held = refused.held();
    return switch (refused.refusal()) {
      case NOT_FOUND -> notFound(key);
      case PRECONDITION_REQUIRED ->
          Problem.of(
                  HttpStatus.PRECONDITION_REQUIRED,
                  "precondition-required",
                  "%s is there; say which version this is about. %s".formatted(key, who(held)))
              .at(Pointers.header(HttpHeaders.IF_MATCH), "required", "expected: the object's ETag")
              .hint("GET it, then send If-Match: %s".formatted(tag(held)));
      case STALE ->
          Problem.of(
                  HttpStatus.PRECONDITION_FAILED,
                  "stale-revision",
                  "%s has changed since you read it. %s".formatted(key, who(held)))
              .at(Pointers.header(HttpHeaders.IF_MATCH), "stale", "expected: " + tag(held))
              .hint("GET it again, and decide again.");
      case EXISTS ->
          Problem.of(
                  HttpStatus.PRECONDITION_FAILED,
                  "already-there",
                  "%s is there already. %s".formatted(key, who(held)))
              .at(Pointers.header(HttpHeaders.IF_NONE_MATCH), "exists", "expected: no such object")
              .hint("To replace it, send If-Match: %s".formatted(tag(held)));
      case ABSENT ->
          Problem.of(
                  HttpStatus.PRECONDITION_FAILED,
                  "not-there",
                  "%s is not there, or not any more.".formatted(key))
              .at(Pointers.header(HttpHeaders.IF_MATCH), "absent", "expected: an object")
              .hint("To create it, send If-None-Match: *");
      case OTHER_REQUEST ->
          RequestKey.reused("This key was that of another request; nothing was stored.");
      case TOO_MANY_TENANTS -> tooMany("tenants", ArbiterCore.MAX_TENANTS);
      case TOO_MANY_REGIONS -> tooMany("regions", ArbiterCore.MAX_REGIONS);
      case NOT_READY -> later("not-ready", "The log is not read back yet; nothing was stored.");
      case LOG_SILENT -> later("log-silent", "Kafka does not answer; nothing was stored.");
      case BUSY -> later("busy", "Too many changes wait; nothing was stored.");
      case IN_DOUBT ->
          later(
              "in-doubt",
              "Whether an earlier change to %s is stored is not known yet; this one was not stored."
                  .formatted(key));
      case OUTCOME_UNKNOWN ->
          later("outcome-unknown", "Kafka did not confirm; the change may take effect yet.")
              .hint("GET the object: if its updateTime and reason are yours, it was stored.");
    };
  }

  static Problem of(PolicyKey key, Reply.Blocked blocked) {
    if (blocked.outdated()) {
      return outdated();
    }
    Problem problem =
        Problem.of(
                HttpStatus.CONFLICT,
                "unsafe",
                "The safety rules stand in the way; nothing was stored of %s.".formatted(key))
            .hint("POST /api/v1/plans shows what would happen.");
    for (Finding finding : blocked.now().findings()) {
      if (finding.blocks()) {
        problem = problem.at("#/spec", Words.of(finding.rule()), finding.message());
      }
    }
    return problem;
  }

  /** What a plan rests on is not so any more. */
  static Problem outdated() {
    return Problem.of(
            HttpStatus.CONFLICT,
            "plan-outdated",
            "What the plan rests on has changed since; nothing was stored.")
        .hint("POST /api/v1/plans again, and look at what has become of it.");
  }

  static Problem notFound(PolicyKey key) {
    return Problem.of(HttpStatus.NOT_FOUND, "not-found", "There is no %s.".formatted(key));
  }

  private static Problem tooMany(String what, int most) {
    return Problem.of(
            HttpStatus.CONFLICT, "too-many-" + what, "There are %d %s.".formatted(most, what))
        .hint("At most %d %s can be declared; delete one first.".formatted(most, what));
  }

  private static Problem later(String slug, String detail) {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, slug, detail).retryAfter(1);
  }

  private static String who(@Nullable PolicyRecord held) {
    if (held == null) {
      return "";
    }
    String why = held.reason().isEmpty() ? "without a reason" : "because: " + held.reason();
    return "Generation %d was set by %s at %s %s"
        .formatted(
            held.generation(), held.actor(), Instant.ofEpochMilli(held.updateTimeMillis()), why);
  }

  private static String tag(@Nullable PolicyRecord held) {
    return held == null ? "its ETag" : "\"%d\"".formatted(held.revision());
  }
}
