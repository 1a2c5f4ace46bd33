package io.ambit.model;

/** What becomes of a tenant's requests while no backend of their pool is healthy. */
public enum OnNoBackend {
  SHED,
  /** The caller is asked to answer from what it kept; nothing is taken from the budget. */
  SERVE_STALE
}
