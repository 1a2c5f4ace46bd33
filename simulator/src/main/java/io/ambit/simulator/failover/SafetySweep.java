package io.ambit.simulator.failover;

import io.ambit.simulator.invariant.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ./dev sim --safety}: many interleavings, and what they came to. */
public final class SafetySweep {
  /** Steps of one interleaving. */
  public static final int STEPS = 40;

  private SafetySweep() {}

  /**
   * Plays {@code count} of them from {@code seed} on.
   *
   * @param out where the result is written down; null for nowhere
   * @return whether no rule was broken
   */
  public static boolean run(
      long seed, long count, String commit, String command, @Nullable Path out) throws IOException {
    SafetyExplorer.Tally tally = new SafetyExplorer.Tally();
    long startNanos = System.nanoTime();
    for (long each = seed; each < seed + count; each++) {
      try {
        SafetyExplorer.play(each, STEPS, tally);
      } catch (Violation broken) {
        System.out.printf(
            "VIOLATED %s%nreplay: ./dev sim --safety 1 --seed %d%n", broken.getMessage(), each);
        return false;
      }
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    List<String> lines = lines(tally);
    lines.forEach(System.out::println);
    System.out.printf(Locale.ROOT, "%.1f s%n", seconds);
    if (out != null) {
      lines.addFirst("command: " + command);
      lines.addFirst("commit: " + commit);
      Files.write(out, lines);
    }
    return true;
  }

  private static List<String> lines(SafetyExplorer.Tally tally) {
    List<String> lines = new ArrayList<>();
    lines.add("interleavings: %d of %d steps".formatted(tally.interleavings, STEPS));
    lines.add("violations: 0");
    lines.add("drains by operators: %d".formatted(tally.taken));
    lines.add("moves by automation: %d".formatted(tally.automatic));
    lines.add("changes of leader: %d".formatted(tally.leaders));
    lines.add("commands refused: %d, as outdated: %d".formatted(tally.blocked, tally.outdated));
    lines.add("tables that a region passed on: %d, kept: 0".formatted(tally.passed));
    lines.add("forged: %d, of which it passed on %d".formatted(tally.forged, tally.forgedPassed));
    tally.byRule.forEach((rule, times) -> lines.add("refused by %s: %d".formatted(rule, times)));
    return lines;
  }
}
