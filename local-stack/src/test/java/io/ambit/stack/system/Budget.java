package io.ambit.stack.system;

/** A tenant's budget with one limit, as an operator writes it. */
record Budget(int quotaPerSecond, int burst) {

  String json() {
    return """
        {"spec":{"limits":[{"name":"requests","unit":"requests","quota":%d,"burst":%d}]},
         "reason":"system test"}
        """
        .formatted(quotaPerSecond, burst);
  }
}
