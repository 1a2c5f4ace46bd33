package io.ambit.stack.proxy;

/** Which way bytes go. */
public enum Direction {
  /** From who connected to who listens. */
  TO_SERVER,
  TO_CLIENT
}
