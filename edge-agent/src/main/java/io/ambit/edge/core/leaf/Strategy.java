package io.ambit.edge.core.leaf;

/** How a leaf is to admit while its assignment lasts. */
public sealed interface Strategy {
  /** Whatever comes. */
  record AllowAll() implements Strategy {}

  /** Nothing. */
  record DenyAll() implements Strategy {}

  /**
   * From a token bucket that starts full. Where the same is assigned again while it lasts, the
   * bucket goes on as it is. Two that differ differ in one of these, never in the interval alone:
   * Envoy compares no more than the two and the interval's fraction of a second.
   *
   * @param maxTokens whole requests, at least 1
   * @param tokensPerFill whole requests in each {@value #FILL_SECONDS} s, at least 1
   */
  record Tokens(long maxTokens, long tokensPerFill) implements Strategy {
    /** Whole seconds, because Envoy counts in nothing smaller; long, so that small rates fit. */
    public static final int FILL_SECONDS = 10;
  }

  Strategy ALLOW_ALL = new AllowAll();
  Strategy DENY_ALL = new DenyAll();
}
