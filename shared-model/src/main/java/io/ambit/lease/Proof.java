package io.ambit.lease;

/**
 * Which grants an acknowledgement proves to be over: from one on, and before another, which was
 * applied. Those before the first were given to somebody else who may be using them.
 */
record Proof(Stamp since, Stamp applied) {
  /** Of everything before {@code applied}. */
  static Proof of(Stamp applied) {
    return new Proof(Stamp.NONE, applied);
  }

  boolean covers(Outstanding grants) {
    return applied.isAfter(grants.last()) && !since.isAfter(grants.first());
  }
}
