package io.ambit.global.core;

import io.ambit.global.core.Failover.Block;
import io.ambit.global.core.Failover.Event;
import io.ambit.global.core.Failover.Phase;
import io.ambit.lease.Durations;
import io.ambit.model.Words;
import io.ambit.model.WriteHome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One failover that moves homes: which of its tenants are where, and what an operator is told of
 * it. Not thread-safe. Remembers {@value #MOST_EVENTS} events.
 */
final class HomeMoves {
  static final int MOST_EVENTS = 64;

  private final FailoverCommand.Start start;
  private FailoverSpec.MoveHome spec;
  private boolean found;
  private final SortedMap<String, WriteHome.State> underWay = new TreeMap<>();
  private final SortedSet<String> unread = new TreeSet<>();
  private final List<Event> timeline = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private boolean answered;
  private boolean abort;
  private long askedNanos;
  private int done;
  private int aborted;
  private @Nullable Long endMillis;
  private @Nullable Long lostNanos;

  HomeMoves(long nowNanos, FailoverCommand.Start start, FailoverSpec.MoveHome spec) {
    this.start = start;
    this.spec = spec;
    this.askedNanos = nowNanos;
    this.done = spec.tenants().size();
    tell(start.timeMillis(), "asked", "by %s".formatted(start.actor()));
  }

  FailoverCommand.Start start() {
    return start;
  }

  SortedSet<String> tenants() {
    return spec.tenants();
  }

  long askedNanos() {
    return askedNanos;
  }

  /** The tenant takes part; its first record is about to be appended. */
  void begins(String tenant) {
    unread.add(tenant);
    done--;
    underWay.put(tenant, WriteHome.State.STABLE);
  }

  /** Whether {@code other} asks for this; of what a successor found, not every tenant is known. */
  boolean isFor(FailoverSpec.MoveHome other) {
    return found
        ? other.to().equals(spec.to()) && other.tenants().containsAll(spec.tenants())
        : other.equals(spec);
  }

  /** A successor finds another tenant of it. */
  void joinedBy(String tenant) {
    SortedSet<String> tenants = new TreeSet<>(spec.tenants());
    if (tenants.add(tenant) && tenants.size() <= FailoverSpec.MoveHome.MOST_TENANTS) {
      spec = new FailoverSpec.MoveHome(tenants, spec.to(), spec.unplanned(), spec.awaitsMarks());
      done++;
    }
  }

  /** A successor finds the tenant, on its way, or not any more since {@code timeMillis}. */
  void goesOn(String tenant, WriteHome home, long timeMillis) {
    answered = true;
    found = true;
    endMillis = Math.max(endMillis == null ? 0 : endMillis, timeMillis);
    if (home.isUnsettled()) {
      done--;
      underWay.put(tenant, home.state());
    } else if (home.state() == WriteHome.State.ABORTED) {
      done--;
      aborted++;
    }
  }

  /** Whether everything asked for is recorded, and nobody was told so yet. */
  boolean isToBeAnswered() {
    return !answered && unread.isEmpty();
  }

  void answered() {
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }

  void abort(long wallMillis, String by) {
    abort = true;
    tell(wallMillis, "abort", "asked for by %s".formatted(by));
  }

  boolean isToBeAborted() {
    return abort;
  }

  boolean isOver() {
    return underWay.isEmpty();
  }

  /** A record of the tenant was read. */
  void read(long wallMillis, String tenant, WriteHome home) {
    unread.remove(tenant);
    WriteHome.State before = underWay.get(tenant);
    if (before == null) {
      return;
    }
    if (home.isUnsettled()) {
      underWay.put(tenant, home.state());
    } else {
      underWay.remove(tenant);
      if (home.state() == WriteHome.State.ABORTED) {
        aborted++;
      } else {
        done++;
      }
    }
    String step = home.isUnsettled() && !home.isMoving() ? "preparing" : Words.of(home.state());
    note(wallMillis, step, tenant, home);
    if (underWay.isEmpty()) {
      endMillis = wallMillis;
    }
  }

  /** The region that is left was last heard then: since then, at the latest, writes are held up. */
  void lostSince(long nanos) {
    lostNanos = nanos;
  }

  /** Writes of one tenant, fenced at some time, are held up no more. */
  void blocked(long nowNanos, long fencedNanos) {
    Long lost = lostNanos;
    blocks.add(Durations.toMillis(nowNanos - (lost == null ? fencedNanos : lost)));
  }

  /** One event for each step, however many tenants take it. */
  private void note(long wallMillis, String step, String tenant, WriteHome home) {
    for (Event event : timeline) {
      if (event.step().equals(step)) {
        return;
      }
    }
    tell(
        wallMillis,
        step,
        spec.tenants().size() == 1
            ? "%s under epoch %d".formatted(tenant, home.epoch())
            : "%s under epoch %d, the first of %d"
                .formatted(tenant, home.epoch(), spec.tenants().size()));
  }

  private void tell(long wallMillis, String step, String message) {
    if (timeline.size() < MOST_EVENTS) {
      timeline.add(new Event(wallMillis, step, message));
    }
  }

  /** As it is now. */
  Failover view() {
    return new Failover(
        start.name(),
        spec,
        phase(),
        step(),
        start.actor(),
        start.reason(),
        start.timeMillis(),
        end(),
        spec.tenants().size(),
        done,
        aborted,
        block(),
        timeline);
  }

  /** When the last of its tenants had moved; if none had to, it ended as it began. */
  private @Nullable Long end() {
    if (!underWay.isEmpty()) {
      return null;
    }
    return endMillis == null ? Long.valueOf(start.timeMillis()) : endMillis;
  }

  private Phase phase() {
    if (!underWay.isEmpty()) {
      return underWay.values().stream().allMatch(s -> s == WriteHome.State.STABLE)
          ? Phase.PENDING
          : Phase.RUNNING;
    }
    return aborted > 0 ? Phase.ABORTED : Phase.DONE;
  }

  /** What the last of its tenants is at. */
  private String step() {
    return underWay.values().stream()
        .min(WriteHome.State::compareTo)
        .map(state -> state == WriteHome.State.STABLE ? "preparing" : Words.of(state))
        .orElse(aborted > 0 ? "aborted" : "stable");
  }

  private @Nullable Block block() {
    if (blocks.isEmpty()) {
      return null;
    }
    long[] sorted = blocks.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Block(sorted[last / 2], sorted[(int) (last * 99L / 100)], sorted[last]);
  }
}
