package io.ambit.edge.admission;

/**
 * What is ahead of a request besides its budget, found out before the gate is asked: so that a
 * debit needs no second visit to be undone.
 */
public enum Ahead {
  CLEAR,
  /** The resource is under more pressure than the request is worth: refused before the budget. */
  OVERLOADED,
  /** Nobody is there to take the request: refused after the budget, which gets its tokens back. */
  NO_BACKEND
}
