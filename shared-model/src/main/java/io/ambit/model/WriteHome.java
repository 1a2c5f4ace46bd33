package io.ambit.model;

import org.jspecify.annotations.Nullable;

/**
 * Where the writes of one tenant belong, and how far a move of them has come. At any time edges of
 * one region at most are told to admit writes under the newest epoch: see {@link #admits}. The
 * order of states is that of {@code docs/write-homes.md}; each step is one record of the log, and
 * the record is all that whoever goes on with a move has to know.
 *
 * @param home the region whose edges admitted writes last
 * @param epoch names {@link #owner}; larger than every epoch of this tenant before, and new
 *     whenever another region may admit
 * @param target where writes are to go; null if no move is asked for
 * @param failover who moved them last: the name of a failover
 * @param unplanned the source is taken to be lost: it is not waited for longer than its edges may
 *     admit
 * @param awaitsMarks the target is activated only once it says, by marks, that it has all that was
 *     written at the source
 */
public record WriteHome(
    String home,
    long epoch,
    State state,
    @Nullable String target,
    String failover,
    boolean unplanned,
    boolean awaitsMarks)
    implements PolicySpec {

  /** How far a move has come. */
  public enum State {
    /** Edges of {@code home} admit. With a target, a move is asked for and has not begun. */
    STABLE,
    /** Nobody admits any more, as soon as the edges of {@code home} know. */
    FENCING,
    /** No edge admits; what was written at the source is on its way to the target. */
    CATCHING_UP,
    /** Edges of {@code target} admit, as soon as they know. */
    ACTIVATING,
    /** Edges of {@code home} admit again, under a new epoch: a move came to nothing. */
    ABORTED
  }

  public WriteHome {
    Names.require("home", home);
    Names.require("failover", failover);
    Bounds.require("epoch", epoch, 1, WriteEpoch.MOST);
    if (target != null) {
      Names.require("target", target);
    }
    boolean moving = isMoving(state);
    if (moving ? target == null || target.equals(home) : target != null && state != State.STABLE) {
      throw new IllegalArgumentException(
          "target: %s (expected: one but the home exactly while writes move)".formatted(target));
    }
    String owner = moving && target != null ? target : home;
    if (!WriteEpoch.names(epoch, owner)) {
      throw new IllegalArgumentException(
          "epoch: %d (expected: one that names %s)".formatted(epoch, owner));
    }
  }

  /** A home for a tenant that never had one. Homes move and are never deleted: epochs must rise. */
  public static WriteHome first(String region, String failover) {
    return new WriteHome(region, WriteEpoch.next(0, region), State.STABLE, null, failover);
  }

  /** A home that no move is asked of. */
  private WriteHome(
      String home, long epoch, State state, @Nullable String target, String failover) {
    this(home, epoch, state, target, failover, false, false);
  }

  private static boolean isMoving(State state) {
    return switch (state) {
      case FENCING, CATCHING_UP, ACTIVATING -> true;
      case STABLE, ABORTED -> false;
    };
  }

  /** Whether writes are under way from one region to another. */
  public boolean isMoving() {
    return isMoving(state);
  }

  /** Whether a move is asked for or under way. */
  public boolean isUnsettled() {
    return target != null;
  }

  /** The region that the epoch is of. */
  public String owner() {
    return isMoving() && target != null ? target : home;
  }

  /** Whether edges of {@code region} are to admit writes under the epoch. */
  public boolean admits(String region) {
    return switch (state) {
      case STABLE, ABORTED -> home.equals(region);
      case ACTIVATING -> region.equals(target);
      case FENCING, CATCHING_UP -> false;
    };
  }

  /**
   * Whether a write that comes to an edge of {@code region} does well to wait a moment there: a
   * move that concerns the region is about to end.
   */
  public boolean isWorthWaitingIn(String region) {
    return (state == State.FENCING || state == State.CATCHING_UP)
        && (home.equals(region) || region.equals(target));
  }

  /** The same home, with a move asked for. */
  public WriteHome reserved(String to, String by, boolean isUnplanned, boolean isToAwaitMarks) {
    return new WriteHome(home, epoch, State.STABLE, to, by, isUnplanned, isToAwaitMarks);
  }

  /** The source is to admit no more, under the next epoch, which is the target's. */
  public WriteHome fencing() {
    String to = require(target);
    return new WriteHome(
        home, WriteEpoch.next(epoch, to), State.FENCING, to, failover, unplanned, awaitsMarks);
  }

  /** Nobody admits. */
  public WriteHome catchingUp() {
    return in(State.CATCHING_UP);
  }

  /** The target is to admit. */
  public WriteHome activating() {
    return in(State.ACTIVATING);
  }

  /** The target is home. */
  public WriteHome settled() {
    return new WriteHome(require(target), epoch, State.STABLE, null, failover);
  }

  /**
   * Back where it was, under an epoch that nobody ever had: what the target may have been told must
   * not be taken for this.
   */
  public WriteHome aborted() {
    return new WriteHome(home, WriteEpoch.next(epoch, home), State.ABORTED, null, failover);
  }

  private WriteHome in(State next) {
    return new WriteHome(home, epoch, next, require(target), failover, unplanned, awaitsMarks);
  }

  private static String require(@Nullable String target) {
    if (target == null) {
      throw new IllegalStateException("no move is asked for");
    }
    return target;
  }
}
