package io.ambit.home;

import io.ambit.lease.Durations;
import io.ambit.model.WriteHome;

/**
 * The next step of a move of one tenant's writes:
 *
 * <pre>
 * STABLE with a target ── both regions answer ──▶ FENCING ── no edge of the source admits ──▶
 * CATCHING_UP ── the target has what was written ──▶ ACTIVATING ── its edges know ──▶ STABLE
 * </pre>
 *
 * <p>Up to CATCHING_UP everything that takes too long, or an operator who thinks better of it,
 * leads to ABORTED: back at the source under a new epoch. From ACTIVATING on the target may have
 * admitted, so there is no way back but another move. Each step depends on the record before and on
 * what is observed, never on who took that step: a successor goes on where it finds the record.
 * Pure.
 */
public final class Saga {
  /** How long a planned move may be prepared, with nobody's writes held up. */
  public static final long PREPARE_NANOS = Durations.ofMillis(20_000);

  /** How long a planned move may hold writes up, in each of its steps, before it is given up. */
  public static final long PATIENCE_NANOS = Durations.ofMillis(5_000);

  /** How long a move from a lost source waits for its target. */
  static final long UNPLANNED_PATIENCE_NANOS = Durations.ofMillis(60_000);

  private Saga() {}

  /** What to do about a move. */
  public sealed interface Step {
    /** Record this. */
    record Go(WriteHome next) implements Step {}

    /** Nothing yet; {@code why} in a few words for operators. */
    record Wait(String why) implements Step {}
  }

  /**
   * What is observed.
   *
   * @param revision of the record that stands
   * @param stoodNanos how long it has stood, as far as whoever asks knows
   * @param leasesEnded whatever edges of the source were allowed before the record stood, by
   *     whomever, has ended: {@link LeaseEnds}
   * @param caughtUp the target has all that was written at the source, or nobody says otherwise
   * @param abort an operator wants it back
   */
  public record Observed(
      long revision,
      long stoodNanos,
      boolean leasesEnded,
      RegionSigns source,
      RegionSigns target,
      boolean caughtUp,
      boolean abort) {}

  /** The next step from {@code home}, which has a target. */
  public static Step next(WriteHome home, Observed now) {
    return switch (home.state()) {
      case STABLE, ABORTED -> begin(home, now);
      case FENCING -> fence(home, now);
      case CATCHING_UP -> catchUp(home, now);
      case ACTIVATING -> activate(home, now);
    };
  }

  private static Step begin(WriteHome home, Observed now) {
    if (now.abort()) {
      return new Step.Go(home.aborted());
    }
    // Writes of a lost source are held up already: its fence need not wait to be announced.
    if (!now.target().isReceptive(home.unplanned() ? 0 : now.revision())) {
      return waitOrAbort(home, now, PREPARE_NANOS, "no edge of the target answers");
    }
    if (home.unplanned() || now.source().isSteady(now.revision())) {
      return new Step.Go(home.fencing());
    }
    return waitOrAbort(home, now, PREPARE_NANOS, "an edge of the source does not answer");
  }

  private static Step fence(WriteHome home, Observed now) {
    boolean fenced = now.source().confirms(now.revision()) || now.leasesEnded();
    if (!fenced) {
      return waitOrAbort(home, now, patience(home), "an edge of the source may admit yet");
    }
    if (now.abort()) {
      return new Step.Go(home.aborted());
    }
    if (!now.target().isReceptive(now.revision())) {
      return waitOrAbort(home, now, patience(home), "no edge of the target answers");
    }
    return new Step.Go(now.caughtUp() ? home.activating() : home.catchingUp());
  }

  private static Step catchUp(WriteHome home, Observed now) {
    if (now.abort()) {
      return new Step.Go(home.aborted());
    }
    return now.caughtUp()
        ? new Step.Go(home.activating())
        : waitOrAbort(home, now, patience(home), "the target lacks what was written last");
  }

  private static Step activate(WriteHome home, Observed now) {
    boolean known = now.target().allHold(now.revision()) || now.stoodNanos() >= PATIENCE_NANOS;
    return known ? new Step.Go(home.settled()) : new Step.Wait("an edge of the target is behind");
  }

  private static long patience(WriteHome home) {
    return home.unplanned() ? UNPLANNED_PATIENCE_NANOS : PATIENCE_NANOS;
  }

  private static Step waitOrAbort(WriteHome home, Observed now, long patience, String why) {
    return now.abort() || now.stoodNanos() >= patience
        ? new Step.Go(home.aborted())
        : new Step.Wait(why);
  }
}
