package io.ambit.problem;

import java.io.IOException;

/** More of a body was read than the limit allows. */
final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient BodyLimit limit;

  BodyTooLargeException(BodyLimit limit) {
    super("body: more than %d bytes".formatted(limit.bytes()));
    this.limit = limit;
  }

  Problem problem() {
    return limit.exceeded();
  }
}
