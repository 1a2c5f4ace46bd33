package io.ambit.edge.decision;

import io.ambit.problem.Problem;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * How an answer to a check is put. What nginx asks knows but yes (200) and no (403), anything else
 * it turns into an error of its own; so what it asks answers 403 to whatever is wrong, and says in
 * {@code Ambit-Status} what it would have been.
 */
public enum CheckForm {
  PLAIN("/v1/check", List.of("GET", "POST")),
  NGINX("/v1/check/nginx", List.of("GET"));

  private final String path;
  private final List<String> methods;

  CheckForm(String path, List<String> methods) {
    this.path = path;
    this.methods = methods;
  }

  /** Where it is asked for. */
  public String path() {
    return path;
  }

  /** The methods it is asked with. */
  public List<String> methods() {
    return methods;
  }

  /** The status to answer for a refusal that would be {@code status}, with its header. */
  public int status(int status, BiConsumer<String, String> header) {
    if (this == PLAIN) {
      return status;
    }
    header.accept("Ambit-Status", Integer.toString(status));
    return HttpStatus.FORBIDDEN.value();
  }

  /** The same for a request that is wrong. */
  public Problem problem(Problem problem, BiConsumer<String, String> header) {
    int status = status(problem.status().value(), header);
    return status == problem.status().value() ? problem : as(HttpStatus.valueOf(status), problem);
  }

  private static Problem as(HttpStatusCode status, Problem problem) {
    return new Problem(
        problem.type(),
        status,
        problem.title(),
        problem.detail(),
        problem.errors(),
        problem.hint(),
        problem.retryable(),
        problem.retryAfterSeconds());
  }
}
