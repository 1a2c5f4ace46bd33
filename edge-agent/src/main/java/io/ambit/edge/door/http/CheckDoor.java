package io.ambit.edge.door.http;

import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.AskedHeaders;
import io.ambit.edge.decision.CheckForm;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.decision.Refusal;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;

/**
 * A check: headers in; an empty 200 if the request goes, a problem if not. Who has no time to wait
 * for the end of a home's move says {@code Prefer: wait=0} (RFC 7240).
 */
final class CheckDoor extends Door {
  private static final long serialVersionUID = 1;
  private static final Pattern PARTS = Pattern.compile(" *[,;] *");

  private final transient Decider decider;
  private final transient DecisionHeaders headers;
  private final transient CheckForm form;

  CheckDoor(Decider decider, DecisionHeaders headers, DecisionMeters meters, CheckForm form) {
    super(meters, form.methods());
    this.decider = decider;
    this.headers = headers;
    this.form = form;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Asked asked = AskedHeaders.read(name -> request.getHeaders(name).asIterator());
    Decision decision =
        isInHurry(request) ? decider.decide(asked) : decider.decide(asked, decider.patience());
    headers.tell(decision, response::setHeader);
    headers.direct(decision, response::setHeader);
    if (decision.admitted()) {
      response.setContentLength(0);
    } else {
      refuse(response, decision);
    }
  }

  private static boolean isInHurry(HttpServletRequest request) {
    String preferences = request.getHeader("Prefer");
    return preferences != null && List.of(PARTS.split(preferences)).contains("wait=0");
  }

  @Override
  void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    ProblemWriter.write(request, response, form.problem(problem, response::setHeader));
  }

  private void refuse(HttpServletResponse response, Decision decision) throws IOException {
    int status = form.status(Refusal.status(decision), response::setHeader);
    response.setStatus(status);
    JsonAnswer.send(
        response, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Refusal.bytes(decision, status));
  }
}
