package io.ambit.guard;

import io.ambit.guard.GuardProperties.Enforcement;
import io.ambit.guard.GuardProperties.NoAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves what the agent lets through. Under {@link Enforcement#SHADOW} everything is served and no
 * client is told anything.
 */
final class GuardFilter extends OncePerRequestFilter {
  private static final byte[] NO_ANSWER =
      """
      {"type":"https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",\
      "title":"Temporarily reduced capacity","status":503,\
      "detail":"Nobody could say in time whether this request may go.","retryable":true}"""
          .getBytes(StandardCharsets.UTF_8);

  private final Agent agent;
  private final QuestionReader reader;
  private final GuardMeters meters;
  private final boolean enforcing;
  private final boolean open;

  GuardFilter(Agent agent, QuestionReader reader, GuardMeters meters, GuardProperties properties) {
    this.agent = agent;
    this.reader = reader;
    this.meters = meters;
    this.enforcing = properties.enforcement() == Enforcement.ENFORCE;
    this.open = properties.noAnswer() == NoAnswer.ADMIT;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long startNanos = System.nanoTime();
    Answer answer = agent.ask(reader.read(request));
    meters.count(answer, System.nanoTime() - startNanos);
    if (!enforcing || goes(answer, response)) {
      serve(request, response, chain, answer);
    }
  }

  private static void serve(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, Answer answer)
      throws ServletException, IOException {
    if (answer instanceof Answer.Decided decided) {
      FencingToken.put(request, decided.fencingToken());
      try (Serving serving = new Serving(decided.ending(), request, response)) {
        chain.doFilter(request, response);
        serving.returned();
      }
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Whether the request is to be served; if not, its client has been answered. */
  private boolean goes(Answer answer, HttpServletResponse response) throws IOException {
    return switch (answer) {
      case Answer.Decided decided -> {
        decided
            .headers()
            .forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
        if (!decided.admitted()) {
          refuse(response, decided.status(), decided.contentType(), decided.body());
        }
        yield decided.admitted();
      }
      case Answer.None none -> {
        if (!open) {
          response.setHeader("Retry-After", "1");
          refuse(response, 503, MediaType.APPLICATION_PROBLEM_JSON_VALUE, NO_ANSWER);
        }
        yield open;
      }
    };
  }

  private static void refuse(
      HttpServletResponse response, int status, @Nullable String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
