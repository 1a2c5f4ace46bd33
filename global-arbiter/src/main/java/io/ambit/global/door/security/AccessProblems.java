package io.ambit.global.door.security;

import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Says why somebody is not let in. */
final class AccessProblems {
  private static final String CHALLENGE = "Bearer realm=\"ambit\"";

  private AccessProblems() {}

  static void noToken(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    Problem problem =
        Problem.of(HttpStatus.UNAUTHORIZED, "token-required", "This needs a bearer token.")
            .at(Pointers.header(HttpHeaders.AUTHORIZATION), "required", "expected: Bearer <token>")
            .hint("The arbiter's log says where it keeps the generated token.");
    ProblemWriter.write(request, response, problem);
  }

  static void unknownToken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
    Problem problem =
        Problem.of(HttpStatus.UNAUTHORIZED, "unknown-token", "Nobody here has that token.")
            .at(Pointers.header(HttpHeaders.AUTHORIZATION), "unknown", "expected: Bearer <token>");
    ProblemWriter.write(request, response, problem);
  }

  static void notAllowed(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"insufficient_scope\"");
    Problem problem =
        Problem.of(HttpStatus.FORBIDDEN, "not-allowed", "The token's role does not allow this.")
            .hint("Reading needs the role viewer, writing the role operator.");
    ProblemWriter.write(request, response, problem);
  }
}
