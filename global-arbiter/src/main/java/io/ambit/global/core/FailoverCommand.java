package io.ambit.global.core;

/** What an operator wants of failovers. */
public sealed interface FailoverCommand {
  /** Carried back with the reply. */
  long id();

  /**
   * Begin one.
   *
   * @param name of the failover; the same when the same request is made again
   * @param dryRun decide and answer, store nothing
   * @param timeMillis wall clock when it arrived; only ever shown to people
   */
  record Start(
      long id,
      String name,
      FailoverSpec spec,
      boolean dryRun,
      String actor,
      String reason,
      long timeMillis)
      implements FailoverCommand {}

  /** Give one up, as far as that can be. */
  record Abort(long id, String name, String actor, String reason, long timeMillis)
      implements FailoverCommand {}
}
