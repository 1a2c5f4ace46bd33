package io.ambit.simulator.scenario;

import io.ambit.simulator.home.HomeRules;
import io.ambit.simulator.home.HomeSchedules;
import io.ambit.simulator.home.HomeSchedules.Failure;
import io.ambit.simulator.home.HomeSchedules.Result;
import io.ambit.simulator.home.HomeSchedules.Tally;

/**
 * Moves of write homes, {@value #SCHEDULES} schedules for each seed: seed n plays those from n
 * times that many on, so seeds that follow each other play other schedules.
 */
final class WriteHomes {
  static final int SCHEDULES = 100_000;

  /** Of two regions; a third has as many. */
  static final int EDGES = 4;

  private WriteHomes() {}

  static Outcome outcome(long seed, int edges) {
    Result result = HomeSchedules.play(seed * SCHEDULES, SCHEDULES, HomeRules.REAL);
    result.failed().map(Failure::violation).ifPresent(WriteHomes::raise);
    Tally tally = result.tally();
    return new Outcome()
        .atLeast("schedules", tally.schedules(), "", SCHEDULES)
        .tell("faults", tally.faults(), "")
        .tell("moves fenced", tally.fenced(), "")
        .atLeast("moves settled", tally.settled(), "", SCHEDULES / 4.0)
        .tell("moves aborted", tally.aborted(), "")
        .tell("writes admitted", tally.admitted(), "")
        .tell("writes accepted", tally.accepted(), "")
        .atLeast("writes refused", tally.refused(), "too late", 1)
        .traced(tally.hash());
  }

  private static void raise(RuntimeException violation) {
    throw violation;
  }
}
