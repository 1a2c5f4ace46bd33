package io.ambit.guard;

/** Whom the filter asks. Thread-safe. */
interface Agent extends AutoCloseable {
  /** Answers in time, whatever happens; never throws. */
  Answer ask(Question question);

  @Override
  void close();
}
