package io.ambit.edge.door.http;

import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import io.ambit.problem.ProblemWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;

/** What the decision doors share: their methods, their refusals and their stopwatch. */
abstract class Door extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient DecisionMeters meters;
  private final transient List<String> methods;

  Door(DecisionMeters meters, List<String> methods) {
    this.meters = meters;
    this.methods = methods;
  }

  /** Decides and answers; throws {@link ProblemException} for what is wrong with the request. */
  abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long startNanos = System.nanoTime();
    if (!methods.contains(request.getMethod())) {
      refuseMethod(request, response);
      return;
    }
    try {
      answer(request, response);
      took(System.nanoTime() - startNanos);
    } catch (ProblemException refused) {
      refuse(request, response, refused.problem());
    }
  }

  /** The request was answered. */
  void took(long nanos) {
    meters.took(nanos);
  }

  void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    ProblemWriter.write(request, response, problem);
  }

  private void refuseMethod(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String known = String.join(", ", methods);
    response.setHeader("Allow", known);
    ProblemWriter.write(
        request,
        response,
        Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "This resource does not know that method.")
            .hint("It knows: " + known));
  }
}
