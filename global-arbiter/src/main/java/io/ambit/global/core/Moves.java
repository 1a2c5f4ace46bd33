package io.ambit.global.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

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

  /** What the request of that name asked for. */
  Optional<Move> wantedBy(String request) {
    return recent.values().stream().filter(move -> move.isWantedBy(request)).findFirst();
  }
}
