package io.ambit.edge.door.fast;

import io.ambit.edge.decision.AskedHeaders;
import io.ambit.edge.decision.CheckForm;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.decision.Refusal;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import io.ambit.problem.ProblemWriter;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers checks, whatever carries them. Thread-safe, and never waits. */
final class FastDoor {
  private static final Logger LOG = LoggerFactory.getLogger(FastDoor.class);

  /** All that answers carry is ours, or was checked when it came in. */
  private static final HttpHeadersFactory OURS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final HttpHeadersFactory TRAILERS =
      DefaultHttpHeadersFactory.trailersFactory().withValidation(false);

  private final Decider decider;
  private final DecisionHeaders headers;
  private final DecisionMeters meters;

  FastDoor(Decider decider, DecisionHeaders headers, DecisionMeters meters) {
    this.decider = decider;
    this.headers = headers;
    this.meters = meters;
  }

  /** Decides, or says what is wrong with the request, which may be that it is none. */
  FullHttpResponse answer(HttpRequest request, long startNanos) {
    if (request.decoderResult().isFailure()) {
      return problem(
          Problem.of(HttpStatus.BAD_REQUEST, "This is not a request of HTTP/1.1."), null);
    }
    CheckForm form = form(request.uri());
    if (form == null) {
      return problem(
          Problem.of(HttpStatus.NOT_FOUND, "There is nothing here.")
              .hint("This port knows: " + CheckForm.PLAIN.path() + ", " + CheckForm.NGINX.path()),
          null);
    }
    if (!form.methods().contains(request.method().name())) {
      return refuseMethod(form);
    }
    try {
      FullHttpResponse answer = decide(request, form);
      meters.took(System.nanoTime() - startNanos);
      return answer;
    } catch (ProblemException refused) {
      return problem(refused.problem(), form);
    } catch (RuntimeException unforeseen) {
      return fail(unforeseen, form);
    }
  }

  /** What came with the request is more than anybody has to say. */
  FullHttpResponse tooLarge(long mostBytes) {
    return problem(
        Problem.of(HttpStatus.PAYLOAD_TOO_LARGE, "The body is too large.")
            .hint("At most %d bytes; a check needs none.".formatted(mostBytes)),
        null);
  }

  private FullHttpResponse decide(HttpRequest request, CheckForm form) {
    HttpHeaders asked = request.headers();
    Decision decision = decider.decide(AskedHeaders.read(asked::valueStringIterator));
    if (decision.admitted()) {
      FullHttpResponse answer = empty(HttpResponseStatus.OK);
      tell(decision, answer);
      return answer;
    }
    HttpHeaders status = OURS.newHeaders();
    int told = form.status(Refusal.status(decision), status::set);
    FullHttpResponse answer = body(told, Refusal.bytes(decision, told));
    answer.headers().add(status);
    tell(decision, answer);
    return answer;
  }

  private void tell(Decision decision, FullHttpResponse answer) {
    headers.tell(decision, answer.headers()::set);
    headers.direct(decision, answer.headers()::set);
  }

  private static @Nullable CheckForm form(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    if (path.equals(CheckForm.PLAIN.path())) {
      return CheckForm.PLAIN;
    }
    return path.equals(CheckForm.NGINX.path()) ? CheckForm.NGINX : null;
  }

  private static FullHttpResponse refuseMethod(CheckForm form) {
    String known = String.join(", ", form.methods());
    FullHttpResponse answer =
        problem(
            Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "This resource does not know that method.")
                .hint("It knows: " + known),
            null);
    answer.headers().set(HttpHeaderNames.ALLOW, known);
    return answer;
  }

  private static FullHttpResponse fail(RuntimeException unforeseen, CheckForm form) {
    UUID id = UUID.randomUUID();
    LOG.error("Unforeseen failure {} at the fast door", id, unforeseen);
    return problem(
        Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; see the log.")
            .hint("Look for " + id),
        form);
  }

  private static FullHttpResponse problem(Problem problem, @Nullable CheckForm form) {
    HttpHeaders status = OURS.newHeaders();
    Problem told = form == null ? problem : form.problem(problem, status::set);
    FullHttpResponse answer = body(told.status().value(), ProblemWriter.bytes(told));
    answer.headers().add(status);
    return answer;
  }

  private static FullHttpResponse body(int status, byte[] json) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(json),
            OURS,
            TRAILERS);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
    return answer;
  }

  private static FullHttpResponse empty(HttpResponseStatus status) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER, OURS, TRAILERS);
    answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    return answer;
  }
}
