package io.ambit.stack.rig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What became of a {@link SteadyLoad}.
 *
 * @param utilisation admitted, of what the budget allowed in the measured span
 * @param leastUtilisation the same of the worst ten seconds in it
 * @param lengthSeconds of that span
 * @param lateMillis99 how late the latest of a hundred requests left the generator
 * @param lateMillisMost how late the latest of all did: the machine's own part in the figures
 */
public record LoadFigures(
    List<Window> windows,
    long offered,
    long admitted,
    Unanswered unanswered,
    double utilisation,
    double leastUtilisation,
    long lengthSeconds,
    double lateMillis99,
    double lateMillisMost) {
  private static final double CALM_MILLIS = 10;

  public LoadFigures {
    windows = List.copyOf(windows);
  }

  /**
   * Whether the machine had time for the load itself: where even the generator was late, how fast
   * and how much was decided tells of the machine. The contract holds on any.
   */
  public boolean tellsOfTime() {
    return lateMillis99 <= CALM_MILLIS;
  }

  /** The most admitted beyond a bound; 0 or less keeps the contract. */
  public long excess() {
    return windows.stream().mapToLong(Window::excess).max().orElseThrow();
  }

  /** How near its bound the fullest window came. */
  public double tightness() {
    return windows.stream()
        .max(Comparator.comparingDouble(Window::tightness))
        .orElseThrow()
        .tightness();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "requests: %d offered, %d admitted; without a decision: %d in the %d s judged (and %d unsent), %d more while their edge was taken away, %d while settling"
            .formatted(
                offered,
                admitted,
                unanswered.undecided(),
                lengthSeconds,
                unanswered.unsent(),
                unanswered.excused(),
                unanswered.before()));
    unanswered.because().forEach(each -> lines.add("  undecided: " + each));
    for (Window window : windows) {
      lines.add(
          "window of %5.1f s: at most %5d admitted, bound %5d (%.1f %%)"
              .formatted(
                  window.length().toMillis() / 1000.0,
                  window.most(),
                  window.bound(),
                  100 * window.tightness()));
    }
    lines.add(
        "utilisation: %.1f %% of the budget; %.1f %% in the worst 10 s"
            .formatted(100 * utilisation, 100 * leastUtilisation));
    lines.add(
        "the generator's own lateness: p99 %.1f ms, most %.1f ms"
            .formatted(lateMillis99, lateMillisMost));
    return lines;
  }
}
