package io.ambit.edge.admission;

/** Why a request is answered as it is. */
public enum Reason {
  OK,
  /** A limit has too few tokens left at this edge. */
  OVER_BUDGET,
  /** The resource behind is under pressure. */
  OVERLOAD,
  /** No healthy backend is left. */
  NO_BACKEND,
  /** Writes of this tenant belong elsewhere. */
  NOT_HOME,
  /** Nobody configured the tenant, and there is no default budget. */
  UNKNOWN_TENANT,
  /** The lease ended while nobody above renews it, and what is left beyond it does not suffice. */
  CONTROL_LOSS
}
