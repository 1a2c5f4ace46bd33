package io.ambit.simulator.bus;

/** What a producer hears of a batch. */
public enum Outcome {
  STORED,
  /** Somebody else owns what this producer wrote: nothing of the batch is stored. */
  FENCED,
  /** No answer in time: it may be stored or not. */
  UNKNOWN
}
