package io.ambit.stack.rig;

import java.util.List;

/**
 * Requests that got no decision.
 *
 * @param undecided asked of an edge that was there all the time
 * @param unsent that had to stay with the generator, for as many were under way already as may be
 * @param excused asked of an edge that was taken away on purpose
 * @param before from before the load had settled: just started processes are slow
 * @param because what became of some of the undecided, for people
 */
public record Unanswered(
    long undecided, long unsent, long excused, long before, List<String> because) {
  public Unanswered {
    because = List.copyOf(because);
  }
}
