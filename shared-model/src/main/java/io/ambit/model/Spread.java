package io.ambit.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one region's requests go when they do not stay: for each priority, how many of ten thousand
 * each receiver gets. What is missing to ten thousand is shed. Immutable; asking makes no object.
 *
 * @param receivers in order
 * @param parts one list for each priority, most important first, with one part for each receiver
 */
public record Spread(List<String> receivers, List<List<Integer>> parts) {
  public Spread {
    Bounds.require("receivers", receivers.size(), 0, SpillTable.MOST_REGIONS);
    Bounds.require("parts", parts.size(), Priority.values().length, Priority.values().length);
    receivers = List.copyOf(receivers);
    parts = parts.stream().map(List::copyOf).toList();
    receivers.forEach(name -> Names.require("receivers", name));
    for (List<Integer> each : parts) {
      Bounds.require("parts", each.size(), receivers.size(), receivers.size());
      each.forEach(part -> Bounds.require("parts", part, 0, FailoverPolicy.WHOLE));
      Bounds.require("parts", each.stream().mapToInt(part -> part).sum(), 0, FailoverPolicy.WHOLE);
    }
  }

  /**
   * Who receives a request that stands at {@code part} of ten thousand; null if it is shed.
   *
   * @param part from 0 to 9,999, the same whenever the same request is asked for
   */
  public @Nullable String receiver(Priority priority, int part) {
    List<Integer> of = parts.get(priority.ordinal());
    int end = 0;
    for (int i = 0; i < of.size(); i++) {
      end += of.get(i);
      if (part < end) {
        return receivers.get(i);
      }
    }
    return null;
  }

  /** How many of ten thousand are shed. */
  public int shed(Priority priority) {
    return FailoverPolicy.WHOLE
        - parts.get(priority.ordinal()).stream().mapToInt(part -> part).sum();
  }
}
