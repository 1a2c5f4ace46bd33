package io.ambit.lease;

import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.function.Function;

/**
 * What a parent has of one limit to give to its children.
 *
 * @param lease in all, for as long as {@code times} say
 * @param floor the part of it that outlives every lease
 * @param terms how each child counts
 * @param source where it comes from
 * @param ladder what children are to do when nobody renews their leases; {@link Ladder#beyond} is
 *     what there is for all of them together
 * @param guaranteedMilli what all children are guaranteed together, those among them that are not
 *     there: as long as any of it is with others, those others' leases have no grace
 */
public record Holding(
    LimitKey key,
    Share lease,
    Share floor,
    Times times,
    Function<String, ClaimTerms> terms,
    Source source,
    Ladder ladder,
    long guaranteedMilli) {
  /** The level above. */
  public enum Above {
    /** This node holds the whole of the limit. */
    NOBODY,
    HAS_ENOUGH,
    RUNS_SHORT
  }

  /**
   * How long it lasts.
   *
   * @param remainingNanos at most so much longer
   * @param ttlMillis how long a child's lease is fresh
   * @param holdMillis how long a child may use it in all, if the parent holds its own that long
   */
  public record Times(long remainingNanos, long ttlMillis, long holdMillis) {
    /** A child's lease may last this long: never past this holding's own end on any clock. */
    long childHoldMillis() {
      return Math.min(holdMillis, Durations.toMillis(Durations.held(remainingNanos)));
    }

    long childTtlMillis() {
      return Math.min(ttlMillis, childHoldMillis());
    }
  }

  /**
   * Where it comes from.
   *
   * @param above who is above, and whether what is too much here is of use there
   * @param inflowMilli tokens given to this node on top of what the rate brings; cumulative
   * @param creditedMilli how far what this node returned has been taken in above
   */
  public record Source(Above above, long inflowMilli, long creditedMilli) {
    /** There is nobody above. */
    public static final Source ROOT = new Source(Above.NOBODY, 0, 0);
  }

  /** What the root holds, which guarantees its children nothing; they hold on to their leases. */
  public static Holding ofRoot(
      LimitKey key, Share lease, Share floor, Times times, Function<String, ClaimTerms> terms) {
    return new Holding(key, lease, floor, times, terms, Source.ROOT, Ladder.HOLD, 0);
  }

  /** The same from elsewhere. */
  public Holding from(Source other) {
    return new Holding(key, lease, floor, times, terms, other, ladder, guaranteedMilli);
  }

  /** The same with a ladder of its own. */
  public Holding by(Ladder other) {
    return new Holding(key, lease, floor, times, terms, source, other, guaranteedMilli);
  }

  /**
   * What there is to give while children may be using {@code charged} beyond the limit. Where that
   * is more than there is beyond it, because an operator declared less, the limit pays for it.
   */
  Holding net(Share charged) {
    Share over = charged.minus(ladder.beyond());
    if (over.isNone()) {
      return this;
    }
    Share left = lease.minus(over);
    return with(left, floor.min(left), terms, guaranteedMilli);
  }

  /** The same, guaranteeing so much in all. */
  public Holding guaranteeing(long milli) {
    return with(lease, floor, terms, milli);
  }

  /** The same with more to give of what is not a floor. */
  Holding widened(Share more) {
    return more.isNone() ? this : with(lease.plus(more), floor, terms, guaranteedMilli);
  }

  /** The same on other terms. */
  public Holding on(Function<String, ClaimTerms> others) {
    return with(lease, floor, others, guaranteedMilli);
  }

  private Holding with(
      Share other, Share otherFloor, Function<String, ClaimTerms> otherTerms, long guaranteed) {
    return new Holding(key, other, otherFloor, times, otherTerms, source, ladder, guaranteed);
  }

  /** What is lent can be had back once it is not fresh any more, whoever cannot be reached. */
  long childHoldMillis(boolean lent) {
    return lent ? times.childTtlMillis() : times.childHoldMillis();
  }

  /**
   * The floor of one child of so many: cut for a power of two, so that a newcomer seldom moves it.
   */
  Share floorOf(int children) {
    long slots = Math.max(2, Long.highestOneBit(Math.max(1, 2L * children - 1)));
    long depth = floor.depthMilli() / slots;
    return new Share(floor.rateMilli() / slots, depth - depth % Limit.MILLI);
  }
}
