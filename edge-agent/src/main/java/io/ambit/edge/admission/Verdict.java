package io.ambit.edge.admission;

/** What is to become of a request. */
public enum Verdict {
  ADMIT,
  SHED,
  SERVE_STALE
}
