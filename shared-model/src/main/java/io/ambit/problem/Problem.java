package io.ambit.problem;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * A refusal: what is wrong, where, what would have to change, and whether the same request may
 * succeed later. Immutable; the withers return copies.
 *
 * @param type names the kind of refusal for programs; {@link #of(HttpStatusCode, String, String)}
 *     makes it from a slug
 * @param hint what to do instead; null when the faults already say so
 * @param retryAfterSeconds 0 unless waiting helps
 */
public record Problem(
    URI type,
    HttpStatusCode status,
    String title,
    String detail,
    List<FieldFault> errors,
    @Nullable String hint,
    boolean retryable,
    long retryAfterSeconds) {
  /** The prefix of types that are ours. */
  public static final String TYPES = "urn:ambit:problem:";

  public Problem {
    errors = List.copyOf(errors);
  }

  /**
   * A refusal of a kind of our own.
   *
   * @param slug as {@code stale-revision}; also gives the title
   */
  public static Problem of(HttpStatusCode status, String slug, String detail) {
    return of(status, URI.create(TYPES + slug), sentence(slug), detail);
  }

  /** A refusal of a kind somebody else registered. */
  public static Problem of(HttpStatusCode status, URI type, String title, String detail) {
    return new Problem(
        type, status, title, detail, List.of(), null, status.value() == 503 || isWait(status), 0);
  }

  /** A refusal with nothing to say beyond its HTTP status. */
  public static Problem of(HttpStatusCode status, String detail) {
    HttpStatus known = HttpStatus.resolve(status.value());
    String phrase = known == null ? "Status " + status.value() : known.getReasonPhrase();
    return of(status, phrase.toLowerCase(Locale.ROOT).replace(' ', '-'), detail);
  }

  /** 400 for faults of the request's own. */
  public static Problem invalid(FieldFault... faults) {
    Problem problem = of(HttpStatus.BAD_REQUEST, "invalid-request", "The request is not valid.");
    for (FieldFault fault : faults) {
      problem = problem.at(fault);
    }
    return problem;
  }

  public Problem at(String pointer, String code, String message) {
    return at(new FieldFault(pointer, code, message));
  }

  public Problem at(FieldFault fault) {
    List<FieldFault> more = new ArrayList<>(errors);
    more.add(fault);
    return new Problem(type, status, title, detail, more, hint, retryable, retryAfterSeconds);
  }

  public Problem hint(String text) {
    return new Problem(type, status, title, detail, errors, text, retryable, retryAfterSeconds);
  }

  /** The same request may succeed after {@code seconds}. */
  public Problem retryAfter(long seconds) {
    return new Problem(type, status, title, detail, errors, hint, true, seconds);
  }

  /** This as the exception that makes the answer. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /** The body, for the request to {@code path}. */
  ProblemDetail body(String path) {
    ProblemDetail body = body();
    body.setInstance(instance(path));
    return body;
  }

  /** The body, where there is no path. */
  ProblemDetail body() {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(type);
    body.setTitle(title);
    body.setProperty("retryable", retryable);
    if (!errors.isEmpty()) {
      body.setProperty("errors", errors);
    }
    if (hint != null) {
      body.setProperty("hint", hint);
    }
    return body;
  }

  /** Adds the headers that go with it. */
  void describe(HttpHeaders headers) {
    if (retryAfterSeconds > 0) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    }
  }

  private static URI instance(String path) {
    try {
      return URI.create(path);
    } catch (IllegalArgumentException unprintable) {
      return URI.create("/");
    }
  }

  private static boolean isWait(HttpStatusCode status) {
    return status.value() == 429 || status.value() == 504;
  }

  private static String sentence(String slug) {
    String words = slug.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
