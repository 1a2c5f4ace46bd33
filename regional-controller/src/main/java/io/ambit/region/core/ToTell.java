package io.ambit.region.core;

import io.ambit.lease.Exposure;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Report.Gaps;
import io.ambit.lease.Share;
import io.ambit.model.LimitKey;
import io.ambit.usage.Allowance;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a region's next report says: everything, as long as an {@link Allowance} has enough for it.
 * Else a part of the limits, those first that were told longest ago and have changed since; of each
 * both usage and exposure, since the arbiter takes neither without the other. Not thread-safe.
 */
final class ToTell {
  private static final long LINES_PER_SECOND = 800;

  /** Usage and exposure. */
  private static final int LINES_OF_LIMIT = 2;

  /** So small a part is left to what did not change, in case something was lost. */
  private static final int REPEATED_PARTS = 4;

  /** What to put into a report. */
  record Told(List<Usage> usage, List<Exposure> exposure, Gaps gaps) {}

  /**
   * What is, or was last, to be told of one limit.
   *
   * @param lease what is held of it: to say that it changed acknowledges it
   * @param grew whether usage had changed since it was told before: that it stopped is yet to be
   *     told
   */
  private record Line(
      @Nullable Usage usage, @Nullable Exposure exposure, Share lease, boolean grew) {
    static final Line NONE = new Line(null, null, Share.NONE, false);

    boolean isNewsAfter(Line before) {
      return before.grew()
          || !Objects.equals(usage, before.usage())
          || !Objects.equals(exposure, before.exposure())
          || !lease.equals(before.lease());
    }

    Line after(Line before) {
      return new Line(usage, exposure, lease, !Objects.equals(usage, before.usage()));
    }
  }

  private final Allowance allowance = new Allowance(LINES_PER_SECOND);

  /** Told longest ago first. */
  private final LinkedHashMap<LimitKey, Line> told = new LinkedHashMap<>();

  /**
   * The next report.
   *
   * @param usage what it would say of usage if it could say everything
   */
  Told next(
      long nowNanos,
      List<Usage> usage,
      SortedMap<LimitKey, Usage> totals,
      List<Exposure> exposure,
      SortedMap<LimitKey, HeldLease> held) {
    long left = allowance.left(nowNanos);
    List<Usage> all = told.isEmpty() ? usage : List.copyOf(totals.values());
    if (all.size() + exposure.size() <= left) {
      allowance.spend(all.size() + exposure.size());
      told.clear();
      return new Told(all, exposure, Gaps.NONE);
    }
    SortedMap<LimitKey, Line> lines = new TreeMap<>();
    totals.forEach((key, total) -> lines.put(key, line(key, total, null, held)));
    for (Exposure each : exposure) {
      LimitKey key = each.key();
      lines.put(key, line(key, totals.get(key), each, held));
    }
    return part(Math.max(1, left / LINES_OF_LIMIT), lines);
  }

  private static Line line(
      LimitKey key,
      @Nullable Usage total,
      @Nullable Exposure exposed,
      SortedMap<LimitKey, HeldLease> held) {
    HeldLease lease = held.get(key);
    return new Line(
        total,
        exposed == null ? new Exposure(key, Share.NONE, Share.NONE) : exposed,
        lease == null ? Share.NONE : lease.lease(),
        false);
  }

  private Told part(long most, SortedMap<LimitKey, Line> lines) {
    lines.keySet().forEach(key -> told.putIfAbsent(key, Line.NONE));
    List<LimitKey> chosen = new ArrayList<>();
    List<LimitKey> unchanged = new ArrayList<>();
    for (Map.Entry<LimitKey, Line> each : told.entrySet()) {
      Line now = lines.get(each.getKey());
      if (chosen.size() >= most) {
        break;
      }
      if (now == null || now.isNewsAfter(each.getValue())) {
        chosen.add(each.getKey());
      } else if (unchanged.size() < most / REPEATED_PARTS) {
        unchanged.add(each.getKey());
      }
    }
    unchanged.stream().limit(most - chosen.size()).forEach(chosen::add);
    List<Usage> usage = new ArrayList<>();
    List<Exposure> exposure = new ArrayList<>();
    chosen.sort(null);
    for (LimitKey key : chosen) {
      Line before = told.remove(key);
      Line now = lines.get(key);
      if (now == null) {
        exposure.add(new Exposure(key, Share.NONE, Share.NONE));
        continue;
      }
      told.put(key, now.after(before == null ? Line.NONE : before));
      exposure.add(
          now.exposure() == null ? new Exposure(key, Share.NONE, Share.NONE) : now.exposure());
      if (now.usage() != null) {
        usage.add(now.usage());
      }
    }
    allowance.spend(usage.size() + exposure.size());
    return new Told(usage, exposure, Gaps.USAGE_AND_EXPOSURE);
  }
}
