package io.ambit.lease;

import io.ambit.model.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tokens of one limit that a node has at hand for whichever of its children runs short: what comes
 * in at the part of its rate that no child may be using, what children give back, and what its own
 * parent gave it.
 *
 * <p>Tokens are only ever moved. At every moment and in the whole world there are at most as many
 * as the depth of the limit, those on their way included:
 *
 * <pre>
 *   child:  tokens in its bucket + returned and not yet credited    ≤ its depth
 *   parent: Σ depth charged to children + tokens in the pool + filled and not yet acknowledged
 *           + returned upward and not yet credited                  ≤ its own depth
 * </pre>
 *
 * So whatever is lost on the way is lost to everybody, and nothing that comes late or twice makes
 * more of it. A crash empties the pool. Not thread-safe.
 */
final class Pool {
  private static final long NANOS = 1_000_000_000;

  /** Beyond it a second's worth in nanoseconds would overflow; a fraction means nothing then. */
  private static final long LARGE_RATE_MILLI = 4_000_000_000L;

  /** A child is filled for so long ahead: a report, a round, and the way there and back. */
  private static final long AHEAD_MILLIS = 250;

  /** Children are asked to return for so long after the last of them ran short. */
  private static final long WANTED_NANOS = 2 * NANOS;

  /** Tokens given and not acknowledged; nobody counts on them after {@code untilNanos}. */
  private record Fill(Stamp stamp, long milli, long untilNanos) {}

  /** Tokens between this node and one child. */
  private static final class Flow {
    final Deque<Fill> unacknowledged = new ArrayDeque<>();
    boolean begun;
    long filledMilli;
    long creditedMilli;
    long toldMilli;
    boolean toldWanted;
    long lastFilled;

    long inFlightMilli() {
      long sum = 0;
      for (Fill fill : unacknowledged) {
        sum += fill.milli();
      }
      return sum;
    }
  }

  /** A child that runs short of so much per second and has room for so much. */
  record Thirst(String child, long shortPerSecondMilli, long depthMilli) {}

  private final SortedMap<String, Flow> flows = new TreeMap<>();
  private long levelMilli;
  private long fraction;
  private long capMilli;
  private long spareRateMilli;
  private long accruedNanos;
  private long accrueUntilNanos;
  private long inflowMilli;
  private long returnedMilli;
  private long fills;
  private boolean thirsty;
  private boolean wanted;
  private long thirstyNanos;

  /** Takes in what came at the spare rate since the last round, and from above. */
  void accrue(long nowNanos, Holding holding) {
    long until = accrueUntilNanos - nowNanos < 0 ? accrueUntilNanos : nowNanos;
    long elapsed = Math.clamp(until - accruedNanos, 0, NANOS);
    if (spareRateMilli > LARGE_RATE_MILLI) {
      add((long) (elapsed / 1e9 * spareRateMilli));
    } else {
      long product = elapsed * spareRateMilli + fraction;
      fraction = product % NANOS;
      add(product / NANOS);
    }
    accruedNanos = nowNanos;
    if (holding.source().inflowMilli() > inflowMilli) {
      add(holding.source().inflowMilli() - inflowMilli);
      inflowMilli = holding.source().inflowMilli();
    }
  }

  /** A child reports how much it gave back so far; {@code mostMilli} of it counts at once. */
  void credit(String child, long returned, long mostMilli) {
    Flow flow = flow(child);
    if (flow.begun) {
      add(Math.min(Math.max(0, returned - flow.creditedMilli), mostMilli));
    }
    // What was returned before this node could know whether it counted, counts for nobody.
    flow.begun = true;
    flow.creditedMilli = Math.max(flow.creditedMilli, returned);
  }

  /** A child applied {@code stamp}: what was filled up to then is in its bucket, or was lost. */
  void acknowledge(String child, Stamp stamp) {
    Flow flow = flows.get(child);
    if (flow != null) {
      flow.unacknowledged.removeIf(fill -> !fill.stamp().isAfter(stamp));
    }
  }

  /** A child is gone, and nothing is on its way to it any more. */
  void forget(String child) {
    flows.remove(child);
  }

  /** Counts with {@code child} begin anew, at the grant to come. */
  void beginAnew(String child) {
    Flow flow = flow(child);
    flow.begun = false;
    flow.filledMilli = 0;
    flow.creditedMilli = 0;
    flow.toldMilli = 0;
  }

  /** A predecessor had given so much, and nobody knows how much of it has arrived. */
  void restore(String child, Stamp stamp, long filled, long untilNanos) {
    if (filled > 0) {
      flow(child)
          .unacknowledged
          .add(new Fill(stamp, Math.min(filled, Share.MAX_MILLI), untilNanos));
    }
  }

  /** Children to whom something was filled that never arrived in time. */
  List<String> expire(long nowNanos) {
    List<String> children = new ArrayList<>();
    flows.forEach(
        (child, flow) -> {
          if (flow.unacknowledged.removeIf(fill -> nowNanos - fill.untilNanos() >= 0)) {
            children.add(child);
          }
        });
    return children;
  }

  /** How much of the depth is on its way to children or upward. */
  long inFlightMilli(Holding holding) {
    return downMilli() + Math.max(0, returnedMilli - holding.source().creditedMilli());
  }

  private long downMilli() {
    long sum = 0;
    for (Flow flow : flows.values()) {
      sum += flow.inFlightMilli();
    }
    return sum;
  }

  /** Fills in flight to children, which count as depth in use below this node. */
  long exposedMilli() {
    return Math.min(Share.MAX_MILLI, downMilli());
  }

  /**
   * Gives out what there is, in whole units, first to whom it has been longest; each child gets
   * what it will be short of until more can come, as far as it has room.
   *
   * @param roomMilli depth that is neither charged nor about to be
   * @return milli-units by child, taken out of the pool
   */
  SortedMap<String, Long> fill(List<Thirst> thirsts, long roomMilli) {
    SortedMap<String, Long> given = new TreeMap<>();
    long left = Math.clamp(roomMilli, 0, levelMilli);
    thirsty = false;
    List<Thirst> order =
        thirsts.stream()
            .filter(each -> each.shortPerSecondMilli() > 0)
            .sorted(
                Comparator.comparingLong((Thirst each) -> flow(each.child()).lastFilled)
                    .thenComparing(Thirst::child))
            .toList();
    for (Thirst each : order) {
      Flow flow = flow(each.child());
      long ahead = aheadMilli(each.shortPerSecondMilli());
      long wanted =
          Math.min(Math.max(ahead, Limit.MILLI), each.depthMilli()) - flow.inFlightMilli();
      long units = Math.min(wanted, left) / Limit.MILLI * Limit.MILLI;
      thirsty |= wanted > units;
      if (units > 0) {
        left -= units;
        levelMilli -= units;
        flow.lastFilled = ++fills;
        given.put(each.child(), units);
      }
    }
    return given;
  }

  /** The grant {@code stamp} carries a fill. */
  void filled(String child, Stamp stamp, long milli, long untilNanos) {
    Flow flow = flow(child);
    flow.filledMilli += milli;
    if (milli > 0) {
      flow.unacknowledged.add(new Fill(stamp, milli, untilNanos));
    }
    flow.toldMilli = flow.creditedMilli;
    flow.toldWanted = wanted;
  }

  long filledMilli(String child) {
    Flow flow = flows.get(child);
    return flow == null ? 0 : flow.filledMilli;
  }

  long creditedMilli(String child) {
    Flow flow = flows.get(child);
    return flow == null ? 0 : flow.creditedMilli;
  }

  /** Whether children are asked to return what they will not need. */
  boolean wants() {
    return wanted;
  }

  /** Whether {@code child} was last told otherwise. */
  boolean mustTell(String child) {
    Flow flow = flows.get(child);
    return (flow != null && flow.toldWanted) != wanted;
  }

  /** Credited to {@code child}, which does not know it yet. */
  long untoldMilli(String child) {
    Flow flow = flows.get(child);
    return flow == null ? 0 : flow.creditedMilli - flow.toldMilli;
  }

  /** After a round: what the pool may hold until the next, and what comes in meanwhile. */
  void settle(long nowNanos, Holding holding, Share charged) {
    long room = holding.lease().depthMilli() - charged.depthMilli() - inFlightMilli(holding);
    capMilli = Math.max(0, room);
    levelMilli = Math.min(levelMilli, capMilli);
    spareRateMilli =
        Durations.derated(Math.max(0, holding.lease().rateMilli() - charged.rateMilli()));
    if (thirsty) {
      thirstyNanos = nowNanos;
    }
    wanted = thirsty || (wanted && nowNanos - thirstyNanos < WANTED_NANOS);
    accruedNanos = nowNanos;
    accrueUntilNanos = nowNanos + Math.min(holding.times().remainingNanos(), NANOS);
    if (holding.source().above() == Holding.Above.RUNS_SHORT
        && !thirsty
        && levelMilli > capMilli / 4) {
      long surplus = (levelMilli - capMilli / 4) / Limit.MILLI * Limit.MILLI;
      levelMilli -= surplus;
      returnedMilli += surplus;
      capMilli -= surplus;
    }
  }

  /** Nothing may be held any more. */
  void drain() {
    levelMilli = 0;
    capMilli = 0;
    spareRateMilli = 0;
  }

  boolean isEmpty() {
    return levelMilli == 0 && downMilli() == 0;
  }

  /** What somebody short of so much per second will be short of until more can come. */
  static long aheadMilli(long shortPerSecondMilli) {
    return shortPerSecondMilli / 1_000 * AHEAD_MILLIS;
  }

  /** Tokens that could be filled before more can come. */
  long supplyMilli() {
    return levelMilli + aheadMilli(spareRateMilli);
  }

  long levelMilli() {
    return levelMilli;
  }

  /** Tokens given back to the level above so far. */
  long returnedMilli() {
    return returnedMilli;
  }

  void retain(SortedMap<String, Child> children) {
    Iterator<String> known = flows.keySet().iterator();
    while (known.hasNext()) {
      if (!children.containsKey(known.next())) {
        known.remove();
      }
    }
  }

  private void add(long milli) {
    levelMilli = Math.clamp(levelMilli + Math.max(0, milli), 0, Math.max(levelMilli, capMilli));
  }

  private Flow flow(String child) {
    return flows.computeIfAbsent(child, name -> new Flow());
  }
}
