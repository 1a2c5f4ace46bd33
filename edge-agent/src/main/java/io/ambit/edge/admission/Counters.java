package io.ambit.edge.admission;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was admitted and refused of one limit since this process began, in milli-units; offered is
 * both together. Any thread adds, the loop reads; the sums stop at the largest long instead of
 * wrapping. Limits that are asked for much are counted in cells, and those here are quiet.
 */
final class Counters {
  private static final VarHandle ADMITTED = handle("admitted");
  private static final VarHandle REFUSED = handle("refused");

  @SuppressWarnings("unused") // through its handle
  private volatile long admitted;

  @SuppressWarnings("unused")
  private volatile long refused;

  private @Nullable Cells cells;
  private long seenOffered;
  private long seenAdmitted;
  private Usage usage;
  private boolean told;
  private long returned;
  private long seenReturned;
  private long inflow;
  private long credited;

  Counters(LimitKey key) {
    usage = new Usage(key, 0, 0);
  }

  void admitted(long milli) {
    var unused = (long) ADMITTED.getAndAdd(this, milli);
  }

  /**
   * Counts what was asked for beyond what was admitted: less than nothing if more was admitted than
   * counts as demand.
   */
  void refused(long milli) {
    var unused = (long) REFUSED.getAndAdd(this, milli);
  }

  /**
   * Counts those in {@code more} too from now on, and no further what is counted in earlier cells.
   * Loop only.
   */
  void include(@Nullable Cells more) {
    Cells before = cells;
    cells = more;
    if (before != null) {
      admitted(before.admittedMilli());
      refused(before.refusedMilli());
    }
  }

  /** The counters, if they changed since they were last read. Loop only. */
  Optional<Usage> read() {
    // Refused is read last: who asks meanwhile is not admitted and yet not offered.
    long admittedNow = admittedMilli();
    long offeredGrowth = Math.max(0, admittedNow + refusedMilli() - seenOffered);
    long admittedGrowth = admittedNow - seenAdmitted;
    if (told && offeredGrowth == 0 && admittedGrowth == 0 && returned == seenReturned) {
      return Optional.empty();
    }
    usage =
        new Usage(
            usage.key(),
            plus(usage.offeredMilli(), offeredGrowth),
            plus(usage.admittedMilli(), admittedGrowth),
            returned);
    seenOffered += offeredGrowth;
    seenAdmitted = admittedNow;
    seenReturned = returned;
    told = true;
    return Optional.of(usage);
  }

  /** What was offered so far. Loop only. */
  long offeredMilli() {
    return admittedMilli() + refusedMilli();
  }

  private long admittedMilli() {
    return admitted + (cells == null ? 0 : cells.admittedMilli());
  }

  private long refusedMilli() {
    return refused + (cells == null ? 0 : cells.refusedMilli());
  }

  /** Tokens were given back. Loop only. */
  void gaveBack(long milli) {
    returned += milli;
  }

  /**
   * Takes in how far tokens came in either direction. Loop only.
   *
   * @return by how much the tokens given to this edge grew
   */
  long flowed(long inflowMilli, long creditedMilli) {
    long growth = Math.max(0, inflowMilli - inflow);
    inflow = Math.max(inflow, inflowMilli);
    credited = Math.max(credited, creditedMilli);
    return growth;
  }

  /** Given back, and not yet taken in above: they still count against the depth. Loop only. */
  long onTheWayMilli() {
    return Math.max(0, returned - credited);
  }

  boolean hasFlowed(long inflowMilli, long creditedMilli) {
    return inflowMilli > inflow || creditedMilli > credited;
  }

  /** The next read tells the counters even if they did not change. Loop only. */
  void tellAgain() {
    told = false;
  }

  private static long plus(long count, long growth) {
    long sum = count + growth;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(Counters.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
