package io.ambit.model;

/** Names one limit of one tenant. */
public record LimitKey(String tenant, String limit) implements Comparable<LimitKey> {
  public LimitKey {
    Names.require("tenant", tenant);
    Names.require("limit", limit);
  }

  @Override
  public int compareTo(LimitKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant == 0 ? limit.compareTo(other.limit) : byTenant;
  }

  /** The name clients see, as in {@code RateLimit-Policy: "acme-requests"}. */
  @Override
  public String toString() {
    return tenant + "-" + limit;
  }
}
