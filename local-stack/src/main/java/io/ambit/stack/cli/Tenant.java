package io.ambit.stack.cli;

/**
 * A tenant of the demo.
 *
 * @param quota requests a second the world may admit
 * @param burst requests that may come at once
 */
record Tenant(String name, int quota, int burst) {
  static final Tenant ACME = new Tenant("acme", 1000, 100);
  static final Tenant TINY = new Tenant("tiny", 20, 5);

  /** Path of the budget in the operator API. */
  String path() {
    return "/api/v1/tenants/%s/budget".formatted(name);
  }

  String budget() {
    return budget(quota);
  }

  /** The budget as it is put, with another quota. */
  String budget(int otherQuota) {
    return """
        {"spec":{"limits":[{"name":"requests","unit":"requests","quota":%d,"burst":%d}]},"reason":"demo"}"""
        .formatted(otherQuota, burst);
  }
}
