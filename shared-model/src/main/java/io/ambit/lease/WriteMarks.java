package io.ambit.lease;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * The newest mark of each tenant, told upward again and again while anybody waits for it: of the
 * last {@value #MOST} that said anything new, {@value #PER_REPORT} at a time. Not thread-safe.
 */
public final class WriteMarks {
  static final int MOST = 10_000;

  /** As many as a report can well carry besides all else. */
  public static final int PER_REPORT = 100;

  private final SequencedMap<String, WriteMark> newest = new LinkedHashMap<>();

  /** Takes a mark in; returns whether it says anything new. */
  public boolean take(WriteMark mark) {
    WriteMark before = newest.get(mark.tenant());
    if (before != null && !mark.isNewerThan(before)) {
      return false;
    }
    newest.putFirst(mark.tenant(), mark);
    if (newest.size() > MOST) {
      newest.pollLastEntry();
    }
    return true;
  }

  /** The newest of {@code tenant}. */
  public Optional<WriteMark> of(String tenant) {
    return Optional.ofNullable(newest.get(tenant));
  }

  /**
   * The next part of what to tell: who was told goes to the end of the row.
   *
   * @param waited whether anybody waits for marks of a tenant
   */
  public List<WriteMark> next(Predicate<String> waited) {
    if (newest.isEmpty()) {
      return List.of();
    }
    List<WriteMark> part =
        newest.values().stream()
            .filter(mark -> waited.test(mark.tenant()))
            .limit(PER_REPORT)
            .toList();
    part.forEach(mark -> newest.putLast(mark.tenant(), mark));
    return part;
  }
}
