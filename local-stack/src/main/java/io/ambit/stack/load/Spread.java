package io.ambit.stack.load;

/**
 * Chooses an edge for one request after another so that every stretch of them is spread by the
 * shares as evenly as whole requests allow (smooth weighted round robin: everyone earns its weight,
 * the richest is chosen and pays the total). Not thread-safe.
 */
final class Spread {
  private final Shares shares;
  private final int[] credit;

  Spread(Shares shares) {
    this.shares = shares;
    this.credit = new int[shares.weights().size()];
  }

  Shares shares() {
    return shares;
  }

  /** Index of the edge that gets the next request. */
  int next() {
    int richest = -1;
    for (int edge = 0; edge < credit.length; edge++) {
      credit[edge] += shares.weights().get(edge);
      boolean offered = shares.weights().get(edge) > 0;
      if (offered && (richest < 0 || credit[edge] > credit[richest])) {
        richest = edge;
      }
    }
    credit[richest] -= shares.total();
    return richest;
  }
}
