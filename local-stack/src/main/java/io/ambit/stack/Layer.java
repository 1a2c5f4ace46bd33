package io.ambit.stack;

/** Who depends on whom: every layer is started after the ones above it and stopped before them. */
public enum Layer {
  /** Kafka and Redis; the only ones that the others wait for when they start. */
  BACKING,
  GLOBAL,
  REGION,
  EDGE
}
