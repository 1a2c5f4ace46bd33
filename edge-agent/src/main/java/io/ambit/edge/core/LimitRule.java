package io.ambit.edge.core;

import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;

/**
 * One limit as the gate needs it: what it is in the world, and what this edge has of it.
 *
 * @param terms of a rate limit
 * @param inflowMilli tokens given on top of what the rate brings, since the boot
 * @param creditedMilli how much of what this boot gave back has been taken in above
 * @param wanted whether others are short of what this edge could give back
 * @param purses of a period budget: this period's, and around its ends its neighbours', in order
 */
public record LimitRule(
    LimitKey key,
    Limit limit,
    Terms terms,
    long inflowMilli,
    long creditedMilli,
    boolean wanted,
    List<PurseTerms> purses) {
  public LimitRule {
    purses = List.copyOf(purses);
  }

  /** A rate limit without tokens in either direction. */
  public LimitRule(LimitKey key, Limit limit, Terms terms) {
    this(key, limit, terms, 0, 0, false, List.of());
  }
}
