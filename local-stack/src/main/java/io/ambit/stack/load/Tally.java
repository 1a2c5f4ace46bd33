package io.ambit.stack.load;

/**
 * How many requests came out how.
 *
 * @param failed got no answer, or none that is a decision
 * @param notSent met the bound on requests in flight
 */
public record Tally(long admitted, long servedStale, long shed, long failed, long notSent) {
  static final Tally NONE = new Tally(0, 0, 0, 0, 0);

  static Tally of(Outcome.Verdict verdict) {
    return switch (verdict) {
      case ADMIT -> new Tally(1, 0, 0, 0, 0);
      case SERVE_STALE -> new Tally(0, 1, 0, 0, 0);
      case SHED -> new Tally(0, 0, 1, 0, 0);
      case FAILED -> new Tally(0, 0, 0, 1, 0);
      case NOT_SENT -> new Tally(0, 0, 0, 0, 1);
    };
  }

  /** Every request of the schedule, sent or not. */
  public long offered() {
    return admitted + servedStale + shed + failed + notSent;
  }

  Tally plus(Tally other) {
    return new Tally(
        admitted + other.admitted,
        servedStale + other.servedStale,
        shed + other.shed,
        failed + other.failed,
        notSent + other.notSent);
  }
}
