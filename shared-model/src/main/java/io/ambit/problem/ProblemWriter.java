package io.ambit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;

/** Writes problems where Spring MVC does not reach: filters, security, Tomcat. */
public final class ProblemWriter {
  private static final ObjectMapper JSON =
      new ObjectMapper().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class);

  private ProblemWriter() {}

  /** Answers with {@code problem}, unless an answer is already under way. */
  public static void write(
      HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    write(response, problem, request.getRequestURI());
  }

  static void write(HttpServletResponse response, Problem problem, String path) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    HttpHeaders headers = new HttpHeaders();
    problem.describe(headers);
    headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    byte[] body = bytes(problem, path);
    response.setStatus(problem.status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** {@code problem} as JSON, where no path was asked for. */
  public static byte[] bytes(Problem problem) {
    return bytes(problem.body());
  }

  static byte[] bytes(Problem problem, String path) {
    return bytes(problem.body(path));
  }

  private static byte[] bytes(ProblemDetail body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is always JSON", e);
    }
  }
}
