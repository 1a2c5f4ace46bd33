package io.ambit.global.core;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;

/**
 * What an operator wants of one object.
 *
 * @param id carried back with the reply
 * @param dryRun decide and answer, store nothing
 * @param timeMillis wall clock when it arrived; only ever shown to people
 */
public record Command(
    long id,
    PolicyKey key,
    Change change,
    Precondition precondition,
    boolean dryRun,
    String actor,
    String reason,
    long timeMillis) {

  /** What is to become of the object. */
  public sealed interface Change {
    /** It reads like this from now on. */
    record Put(PolicySpec spec) implements Change {}

    /** It is gone from now on. */
    record Delete() implements Change {}
  }
}
