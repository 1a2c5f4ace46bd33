package io.ambit.model;

import java.util.Comparator;

/** Names one limit of one tenant. */
public record LimitKey(String tenant, String limit) implements Comparable<LimitKey> {
  private static final Comparator<LimitKey> ORDER =
      Comparator.comparing(LimitKey::tenant).thenComparing(LimitKey::limit);

  public LimitKey {
    Names.require("tenant", tenant);
    Names.require("limit", limit);
  }

  @Override
  public int compareTo(LimitKey other) {
    return ORDER.compare(this, other);
  }

  /** The name clients see, as in {@code RateLimit-Policy: "acme-requests"}. */
  @Override
  public String toString() {
    return tenant + "-" + limit;
  }
}
