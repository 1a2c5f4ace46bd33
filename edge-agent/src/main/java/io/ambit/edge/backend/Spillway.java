package io.ambit.edge.backend;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.Priority;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go that do not stay in this region: by the arbiter's table, which was worked out
 * ahead and is in memory here, so that nobody is asked. It is used for two reasons: this region is
 * being drained, as the table itself says; or a pool of it has too few members left, which this
 * edge sees for itself. Of the regions that would receive, one that callers report failures of is
 * taken for lost too.
 *
 * <p>Thread-safe; who asks where to go waits for nobody. {@link #publish} and {@link #learn} belong
 * to the loop.
 */
public final class Spillway {
  private static final double NANOS = 1e9;

  private final String region;
  private final Neighbours neighbours = new Neighbours();
  private volatile View view;
  private long learnedNanos;

  /**
   * The table as this region is concerned.
   *
   * @param away how much of this region is drained, of ten thousand
   * @param drained where that goes
   * @param lost where a pool's requests go that has nobody left
   * @param yielding by how much other regions are drained at least, if this one is not
   * @param yields what room this region makes for them
   */
  private record View(
      SpillTable table,
      SortedSet<String> out,
      int away,
      @Nullable SpillRow drained,
      @Nullable SpillRow lost,
      int yielding,
      @Nullable SpillRow yields) {}

  public Spillway(String region) {
    this.region = region;
    this.view = view(SpillTable.EMPTY, Collections.emptySortedSet());
  }

  /** Goes by {@code table} from now on. */
  public void publish(SpillTable table) {
    if (!table.equals(view.table())) {
      view = view(table, view.out());
    }
  }

  /** A request came back from another region; returns whether that is taken in. */
  public boolean end(long nowNanos, String from, boolean success) {
    return neighbours.end(nowNanos, from, success);
  }

  /** Learns from what was told since the last call. */
  public void learn(long nowNanos) {
    double seconds = learnedNanos == 0 ? 0 : (nowNanos - learnedNanos) / NANOS;
    learnedNanos = nowNanos;
    if (seconds > 0) {
      neighbours.learn(nowNanos, seconds);
    }
    SortedSet<String> out = neighbours.out();
    if (!out.equals(view.out())) {
      view = view(view.table(), out);
    }
  }

  /** How many of ten thousand requests go elsewhere because this region is drained. */
  public int away() {
    return view.away();
  }

  /** Who takes a request of a drained region; null if nobody does. */
  public @Nullable String drainTo(Priority priority, int slot) {
    return receiver(view.drained(), priority, slot);
  }

  /** Who takes a request that no backend here can; null if nobody does. */
  public @Nullable String spillTo(Priority priority, int slot) {
    return receiver(view.lost(), priority, slot);
  }

  /** How many of ten thousand requests are shed here to make room for a drained region's. */
  public int yields(Priority priority) {
    View now = view;
    SpillRow row = now.yields();
    return row == null ? 0 : row.yields(region, priority) * now.yielding() / FailoverPolicy.WHOLE;
  }

  /** Regions that are left out because what is sent there fails. */
  public SortedSet<String> failing() {
    return view.out();
  }

  /** The table it goes by. */
  public SpillTable table() {
    return view.table();
  }

  /** What is done with what is drained; null if nothing is. */
  public @Nullable SpillRow drainRow() {
    return view.drained();
  }

  /** What is done once a pool has nobody left; null if the table does not say. */
  public @Nullable SpillRow lossRow() {
    return view.lost();
  }

  private @Nullable String receiver(@Nullable SpillRow row, Priority priority, int slot) {
    Spread spread = row == null ? null : row.spreads().get(region);
    if (spread == null) {
      return null;
    }
    String to = spread.receiver(priority, slot);
    return to == null || neighbours.takes(to) ? to : another(spread, priority, slot);
  }

  /** One of those that still take requests, for a loss that no row was made for. */
  private @Nullable String another(Spread spread, Priority priority, int slot) {
    List<String> receivers = spread.receivers();
    List<Integer> parts = spread.parts().get(priority.ordinal());
    for (int i = 0; i < receivers.size(); i++) {
      int at = (slot + i) % receivers.size();
      if (parts.get(at) > 0 && neighbours.takes(receivers.get(at))) {
        return receivers.get(at);
      }
    }
    return null;
  }

  private View view(SpillTable table, SortedSet<String> out) {
    SortedSet<String> drained = new TreeSet<>(table.away().keySet());
    int away = table.away().getOrDefault(region, 0);
    SortedSet<String> lost = new TreeSet<>(drained);
    lost.add(region);
    boolean yields = away == 0 && !drained.isEmpty();
    return new View(
        table,
        out,
        away,
        away == 0 ? null : row(table, drained, out),
        row(table, lost, out),
        yields ? Collections.min(table.away().values()) : 0,
        yields ? table.row(drained).orElse(null) : null);
  }

  /** The row for all that is lost, else for as much of it as there is a row for. */
  private static @Nullable SpillRow row(
      SpillTable table, SortedSet<String> lost, SortedSet<String> out) {
    SortedSet<String> all = new TreeSet<>(lost);
    all.addAll(out);
    return table.row(all).or(() -> table.row(lost)).orElse(null);
  }
}
