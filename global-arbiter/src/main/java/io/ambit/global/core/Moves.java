package io.ambit.global.core;

import io.ambit.failover.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last {@value #RECENT} moves of traffic, told from what was read and done in this term. A
 * successor tells those that are under way from the log. Not thread-safe.
 */
final class Moves {
  static final int RECENT = 100;

  private final SequencedMap<String, Move> recent = new LinkedHashMap<>();

  void begin(Move move) {
    recent.putLast(move.id(), move);
    if (recent.size() > RECENT) {
      recent.pollFirstEntry();
    }
  }

  /** What is open of {@code region}. */
  Optional<Move> open(String region) {
    return recent.values().stream()
        .filter(move -> move.isOpen() && move.region().equals(region))
        .findFirst();
  }

  Optional<Move> find(String id) {
    return Optional.ofNullable(recent.get(id));
  }

  void put(Move move) {
    recent.replace(move.id(), move);
  }

  /** Newest first. */
  List<Move> all() {
    return new ArrayList<>(recent.sequencedValues().reversed());
  }

  /** Of each region that is drained or moves, the newest move. */
  List<Move> drains() {
    SortedMap<String, Move> newest = new TreeMap<>();
    for (Move move : recent.values()) {
      boolean drains = move.phase() == Move.Phase.MOVING || move.phase() == Move.Phase.DONE;
      if (drains) {
        newest.put(move.region(), move);
      }
    }
    newest
        .values()
        .removeIf(move -> move.phase() == Move.Phase.DONE && move.kind() == Proposal.Kind.RESTORE);
    return List.copyOf(newest.values());
  }

  /** What the request of that name asked for. */
  Optional<Move> wantedBy(String request) {
    return recent.values().stream().filter(move -> move.isWantedBy(request)).findFirst();
  }
}
