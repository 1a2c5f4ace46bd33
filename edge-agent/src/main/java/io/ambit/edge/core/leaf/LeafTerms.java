package io.ambit.edge.core.leaf;

import io.ambit.lease.Share;
import io.ambit.model.LimitKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a tenant's leaves may be told now. */
public sealed interface LeafTerms {
  /** Nothing: nobody knows yet. */
  record Waiting() implements LeafTerms {}

  /** To deny all: there is no budget, nothing is held of it, or no bucket can keep to it. */
  record Refused() implements LeafTerms {}

  /** To allow all: the budget refuses nothing. */
  record Unlimited() implements LeafTerms {}

  /** A part of what is held of each of its limits; a request takes one unit of each. */
  record Leased(SortedMap<LimitKey, Held> limits) implements LeafTerms {
    public Leased {
      limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }
  }

  /**
   * What the edge holds of one limit, for its gate and its leaves together.
   *
   * @param untilNanos when the lease has ended on this edge's clock
   */
  record Held(Share share, long untilNanos) {}

  LeafTerms WAITING = new Waiting();
  LeafTerms REFUSED = new Refused();
  LeafTerms UNLIMITED = new Unlimited();
}
