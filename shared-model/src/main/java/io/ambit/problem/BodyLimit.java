package io.ambit.problem;

import org.springframework.http.HttpStatus;

/** The most bytes a request's body may have. */
public record BodyLimit(int bytes) {
  Problem exceeded() {
    return Problem.of(
            HttpStatus.PAYLOAD_TOO_LARGE,
            "body-too-large",
            "The body has more than %d bytes.".formatted(bytes))
        .at(Pointers.BODY, "too_large", "expected: at most %d bytes".formatted(bytes));
  }
}
