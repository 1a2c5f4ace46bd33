package io.ambit.global.door.http;

import io.ambit.global.core.Move;
import io.ambit.model.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of a region that moves, as operators read it.
 *
 * @param phase {@code proposed}, {@code moving}, {@code done} or {@code aborted}
 * @param awayPerTenThousand how much of the region's traffic was away at the last event
 * @param tookMillis from the first event to the last, once it is over
 */
record MoveView(
    String phase,
    boolean automatic,
    String actor,
    @Nullable String reason,
    int awayPerTenThousand,
    @Nullable Long tookMillis,
    List<EventView> timeline) {

  /** Something happened. */
  record EventView(Instant time, long afterMillis, String what, int awayPerTenThousand) {}

  static MoveView of(Move move) {
    long began = move.timeline().getFirst().timeMillis();
    Move.Event last = move.timeline().getLast();
    boolean over = move.phase() == Move.Phase.DONE || move.phase() == Move.Phase.ABORTED;
    return new MoveView(
        Words.of(move.phase()),
        move.automatic(),
        move.actor(),
        move.reason().isEmpty() ? null : move.reason(),
        last.awayPerTenThousand(),
        over ? last.timeMillis() - began : null,
        move.timeline().stream()
            .map(
                each ->
                    new EventView(
                        Instant.ofEpochMilli(each.timeMillis()),
                        each.timeMillis() - began,
                        each.what(),
                        each.awayPerTenThousand()))
            .toList());
  }
}
