package io.ambit.stack.rig;

import io.ambit.stack.rig.TakeOvers.TakeOver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What {@link TakeOvers} saw. */
public record TakeOverFigures(List<TakeOver> takeOvers, LoadFigures load, Writes writes) {
  public TakeOverFigures {
    takeOvers = List.copyOf(takeOvers);
  }

  /** Milliseconds of the take-over that took the longest. */
  public long slowestMillis() {
    return takeOvers.stream().mapToLong(TakeOver::millis).max().orElse(0);
  }

  /**
   * What was not kept, a line each.
   *
   * @param leastUtilisation over the whole run, 0 to 1
   */
  public List<String> broken(double leastUtilisation) {
    List<String> broken = new ArrayList<>();
    if (load.excess() > 0) {
      broken.add("a window held %d requests more than L*W+B".formatted(load.excess()));
    }
    if (load.utilisation() < leastUtilisation) {
      broken.add("utilisation was below %.0f %%".formatted(100 * leastUtilisation));
    }
    Unanswered unanswered = load.unanswered();
    if (unanswered.undecided() + unanswered.unsent() > 0) {
      broken.add(
          "%d requests got no decision, %d could not be sent"
              .formatted(unanswered.undecided(), unanswered.unsent()));
    }
    if (writes.lost() > 0) {
      broken.add("%d acknowledged writes are lost".formatted(writes.lost()));
    }
    return broken;
  }

  /** All of it, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String node : new LinkedHashSet<>(takeOvers.stream().map(TakeOver::node).toList())) {
      List<Long> millis =
          takeOvers.stream()
              .filter(t -> t.node().equals(node))
              .map(TakeOver::millis)
              .sorted()
              .toList();
      lines.add(
          "take-overs of %s: %d, median %d ms, slowest %d ms"
              .formatted(node, millis.size(), millis.get(millis.size() / 2), millis.getLast()));
    }
    lines.addAll(load.lines());
    lines.add(writes.line());
    return lines;
  }
}
