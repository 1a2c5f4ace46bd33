package io.ambit.problem;

import org.springframework.http.HttpStatusCode;

/** What to say about a status nobody explained. */
final class BareStatus {
  private BareStatus() {}

  static Problem problem(int status) {
    return Problem.of(HttpStatusCode.valueOf(status), detail(status));
  }

  private static String detail(int status) {
    return switch (status) {
      case 400 -> "The request line, a header or the path is malformed.";
      case 404 -> "There is nothing at this path.";
      case 405 -> "This resource does not know that method.";
      case 413, 414, 431 -> "The request line or its headers are too long.";
      default -> status < 500 ? "The request cannot be served." : "A bug of ours; see the log.";
    };
  }
}
