package io.ambit.stack.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link FaultRun} saw.
 *
 * @param convergence of each round, from when all was healed and ready until the load had settled
 * @param linkBytes that passed the links
 */
public record FaultFigures(
    int faults, List<Duration> convergence, LoadFigures load, Writes writes, long linkBytes) {
  public FaultFigures {
    convergence = List.copyOf(convergence);
  }

  /** The longest time that a round took to settle again. */
  public Duration slowestConvergence() {
    return convergence.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** What was not kept, a line each. */
  public List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (load.excess() > 0) {
      broken.add("a window held %d requests more than L*W+B".formatted(load.excess()));
    }
    long undecided = load.unanswered().undecided();
    if (undecided > 0 && load.tellsOfTime()) {
      broken.add("%d requests got no decision".formatted(undecided));
    }
    if (writes.lost() > 0) {
      broken.add("%d acknowledged writes are lost".formatted(writes.lost()));
    }
    return broken;
  }

  /** All of it, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d faults in %d rounds; %.1f MB passed the links"
            .formatted(faults, convergence.size(), linkBytes / 1e6));
    lines.add(
        "settled after a round: median %.1f s, slowest %.1f s"
            .formatted(median().toMillis() / 1000.0, slowestConvergence().toMillis() / 1000.0));
    lines.addAll(load.lines());
    lines.add(writes.line());
    return lines;
  }

  private Duration median() {
    return convergence.isEmpty()
        ? Duration.ZERO
        : convergence.stream().sorted().toList().get(convergence.size() / 2);
  }
}
