package io.ambit.edge.core;

import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;

/**
 * One limit as the gate needs it: what it is in the world, and what this edge has of it.
 *
 * @param terms of a rate limit
 * @param purses of a period budget: this period's, and around its ends its neighbours', in order
 */
public record LimitRule(LimitKey key, Limit limit, Terms terms, List<PurseTerms> purses) {
  public LimitRule {
    purses = List.copyOf(purses);
  }

  /** A rate limit. */
  public LimitRule(LimitKey key, Limit limit, Terms terms) {
    this(key, limit, terms, List.of());
  }
}
