package io.ambit.problem;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Turns every exception of a handler into a problem; one nobody foresaw says only where to look.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  @Nullable ResponseEntity<Object> refused(ProblemException refused, WebRequest request) {
    return answer(refused, refused.problem(), new HttpHeaders(), request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unforeseen(Exception bug, WebRequest request) {
    if (DisconnectedClientHelper.isClientDisconnectedException(bug)) {
      return null;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("Unforeseen failure {} of {}", id, request.getDescription(false), bug);
    Problem problem =
        Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "A bug of ours; the log knows it as " + id);
    return answer(bug, problem, new HttpHeaders(), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception refused,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(refused, Refusals.of(refused, status), headers, request);
  }

  private @Nullable ResponseEntity<Object> answer(
      Exception why, Problem problem, HttpHeaders given, WebRequest request) {
    HttpHeaders headers = new HttpHeaders();
    headers.addAll(given);
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    problem.describe(headers);
    Object body = problem.body(path(request));
    return super.handleExceptionInternal(why, body, headers, problem.status(), request);
  }

  private static String path(WebRequest request) {
    return request instanceof ServletWebRequest servlet
        ? servlet.getRequest().getRequestURI()
        : "/";
  }
}
