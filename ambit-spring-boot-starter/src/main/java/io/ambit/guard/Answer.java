package io.ambit.guard;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What came of asking. */
sealed interface Answer {
  /** Hears how a request ended that was served. */
  @FunctionalInterface
  interface Ending {
    /** Of an agent that is told nothing. */
    Ending UNHEARD = (tookNanos, success) -> {};

    /** It took so long from the answer on; an error of the server's is no success. */
    void ended(long tookNanos, boolean success);
  }

  /**
   * The agent's decision.
   *
   * @param status 200 if the request goes, else what its client is to be answered
   * @param headers of the agent's that are meant for the client
   * @param body a problem (RFC 9457) if the request does not go
   * @param fencingToken of a write that goes, if its tenant has a home
   * @param ending who hears what became of it
   */
  record Decided(
      int status,
      Map<String, List<String>> headers,
      @Nullable String contentType,
      byte[] body,
      OptionalLong fencingToken,
      Ending ending)
      implements Answer {
    boolean admitted() {
      return status == 200;
    }
  }

  /** None in time, or none that is a decision. */
  record None() implements Answer {}
}
