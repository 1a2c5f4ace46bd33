package io.ambit.global.core;

import io.ambit.model.LimitKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What moving traffic does to the shares that regions have of one limit. In milli-units per second.
 *
 * @param movedMilli how much demand goes to other regions than before
 * @param beforeMilli the most that each region may be using now
 * @param afterMilli what each comes to if demand moves so and stays so, once all that is too much
 *     has been handed back or has ended; regions that are not heard are not in it
 */
public record BudgetShift(
    LimitKey key,
    long movedMilli,
    SortedMap<String, Long> beforeMilli,
    SortedMap<String, Long> afterMilli) {
  public BudgetShift {
    beforeMilli = Collections.unmodifiableSortedMap(new TreeMap<>(beforeMilli));
    afterMilli = Collections.unmodifiableSortedMap(new TreeMap<>(afterMilli));
  }
}
