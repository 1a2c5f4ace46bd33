package io.ambit.stack.load;

/**
 * What became of one offered request. Instants are of {@link System#nanoTime()}; the decision was
 * made between {@code sentNanos} and {@code answeredNanos}.
 *
 * @param edge the edge it was offered to
 * @param dueNanos when the schedule wanted it sent
 * @param sentNanos when it was handed to the connection
 * @param answeredNanos when the answer was there, or its failure known
 * @param status of the answer; 0 if there was none
 * @param detail of a failure, for people; empty otherwise
 */
public record Outcome(
    String tenant,
    String edge,
    Verdict verdict,
    long dueNanos,
    long sentNanos,
    long answeredNanos,
    int status,
    String detail) {
  /** The three answers of an edge, and the two ways of not getting one. */
  public enum Verdict {
    ADMIT,
    SERVE_STALE,
    SHED,
    /** No answer, or one that is not a decision. */
    FAILED,
    /** The bound on requests in flight was reached, so it was never sent. */
    NOT_SENT
  }
}
