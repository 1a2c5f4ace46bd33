package io.ambit.guard;

/**
 * What the agent is asked.
 *
 * @param tenant whose budget the request takes from
 * @param operation {@code read} or {@code write}
 * @param priority {@code critical_plus}, {@code critical}, {@code sheddable_plus} or {@code
 *     sheddable}
 * @param cost a number of units, or by limit as in {@code requests=1, tokens=300}
 */
public record Question(String tenant, String operation, String priority, String cost) {
  /** A critical request that takes one unit of every limit. */
  public static Question of(String tenant, String operation) {
    return new Question(tenant, operation, "critical", "1");
  }
}
