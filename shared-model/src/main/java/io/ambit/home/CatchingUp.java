package io.ambit.home;

import io.ambit.lease.Report;
import io.ambit.lease.WriteMark;
import io.ambit.lease.WriteMarks;
import io.ambit.model.WriteHome;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the target of a move has what was written at its source, by the marks that both tell. The
 * source's counts only under the epoch of the fence: then its store took nothing after it. Not
 * thread-safe. Bounded by the regions it is told of.
 */
public final class CatchingUp {
  private final SortedMap<String, WriteMarks> regions = new TreeMap<>();

  /** A region reports. */
  public void heard(Report region) {
    if (!region.marks().isEmpty()) {
      WriteMarks marks = regions.computeIfAbsent(region.node(), absent -> new WriteMarks());
      region.marks().forEach(marks::take);
    }
  }

  /** Whether both have told that the target of {@code home} is as far as its source. */
  public boolean hasCaughtUp(String tenant, WriteHome home) {
    Optional<WriteMark> last = of(home.home(), tenant, home.epoch());
    Optional<WriteMark> there = of(String.valueOf(home.target()), tenant, home.epoch());
    return last.isPresent() && there.isPresent() && there.get().mark() >= last.get().mark();
  }

  private Optional<WriteMark> of(String region, String tenant, long epoch) {
    return Optional.ofNullable(regions.get(region))
        .flatMap(marks -> marks.of(tenant))
        .filter(mark -> mark.epoch() == epoch);
  }
}
