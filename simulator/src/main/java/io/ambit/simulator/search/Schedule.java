package io.ambit.simulator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A situation and where it departs from its usual course, in order.
 *
 * <p>As text, to be given again: the name of the situation, then each deviation after a slash.
 */
public record Schedule(Situation situation, List<Deviation> deviations) {
  static Schedule usual(Situation situation) {
    return new Schedule(situation, List.of());
  }

  /** In how many places it departs from the usual course. */
  public int size() {
    return deviations.size();
  }

  Schedule with(Deviation next) {
    List<Deviation> more = new ArrayList<>(deviations);
    more.add(next);
    return new Schedule(situation, more);
  }

  Schedule without(int index) {
    List<Deviation> fewer = new ArrayList<>(deviations);
    fewer.remove(index);
    return new Schedule(situation, fewer);
  }

  /** The schedule that {@link #toString} tells; throws if it tells none. */
  public static Schedule parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    List<Deviation> deviations = parts.stream().skip(1).map(Deviation::parse).toList();
    return new Schedule(Situation.of(parts.getFirst()), deviations);
  }

  @Override
  public String toString() {
    return Stream.concat(Stream.of(situation.title()), deviations.stream().map(Deviation::text))
        .collect(Collectors.joining("/"));
  }
}
