package io.ambit.edge.admission;

import io.ambit.model.Bounds;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one request takes, in whole units: of every limit {@code others}, but of those {@code named}
 * what is said there. A name that is no limit of the tenant means nothing, so that a caller may say
 * all it measures, whatever the operator limits today.
 *
 * @param others 0 to 10⁹
 * @param named at most {@value Budget#MAX_LIMITS}, each 0 to 10⁹; what is 0 takes nothing, but is
 *     refused while its limit is in debt
 */
public record Costs(long others, SortedMap<String, Long> named) {
  /** Nothing is named. */
  static final SortedMap<String, Long> NO_NAMES = Collections.emptySortedMap();

  /** One unit of every limit. */
  public static final Costs ONE = new Costs(1, NO_NAMES);

  public Costs {
    Bounds.require("cost", others, 0, Limit.MAX_UNITS);
    Bounds.require("costs", named.size(), 0, Budget.MAX_LIMITS);
    named.forEach(Costs::require);
    named = named.isEmpty() ? NO_NAMES : Collections.unmodifiableSortedMap(new TreeMap<>(named));
  }

  /** {@code units} of every limit. */
  public static Costs of(long units) {
    return units == 1 ? ONE : new Costs(units, NO_NAMES);
  }

  /** Milli-units of {@code limit}. */
  public long milliOf(String limit) {
    return milliOf(limit, others * Limit.MILLI, named);
  }

  /** The same for one who has the parts at hand; makes no object. */
  static long milliOf(String limit, long othersMilli, Map<String, Long> named) {
    Long units = named.isEmpty() ? null : named.get(limit);
    return units == null ? othersMilli : units * Limit.MILLI;
  }

  private static void require(String limit, long units) {
    Names.require("costs", limit);
    Bounds.require(limit, units, 0, Limit.MAX_UNITS);
  }
}
