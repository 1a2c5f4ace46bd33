package io.ambit.escrow;

import io.ambit.lease.Boot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One child's account, boot by boot. At most {@value #MOST_BOOTS}: past that the two oldest become
 * one that can no longer be closed, so what is charged stays charged. Not thread-safe.
 */
final class Lines {
  static final int MOST_BOOTS = 32;

  /** Stands for boots nobody tells apart any more. */
  private static final Boot MERGED = Boot.of(-1, -1);

  private final Map<Boot, Line> lines = new LinkedHashMap<>();

  @Nullable Line find(Boot boot) {
    return boot.equals(MERGED) ? null : lines.get(boot);
  }

  /** The line of {@code boot}, in at most {@code most} lines, at least 2. */
  Line open(Boot boot, int most) {
    Line line = lines.computeIfAbsent(boot, Line::new);
    for (Line each : List.copyOf(lines.values())) {
      if (lines.size() > most && each != line && !each.boot.equals(MERGED)) {
        merge(each);
      }
    }
    return line;
  }

  private void merge(Line oldest) {
    Line merged = lines.computeIfAbsent(MERGED, Line::new);
    merged.allottedMilli += oldest.allottedMilli;
    merged.spentMilli += oldest.spentMilli;
    lines.remove(oldest.boot);
  }

  List<Line> all() {
    return new ArrayList<>(lines.values());
  }

  long chargedMilli() {
    return lines.values().stream().mapToLong(line -> line.allottedMilli).sum();
  }

  long spentMilli() {
    return lines.values().stream().mapToLong(line -> line.spentMilli).sum();
  }

  int size() {
    return lines.size();
  }
}
