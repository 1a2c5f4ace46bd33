package io.ambit.simulator.search;

import io.ambit.simulator.bus.Fates.Fate;
import io.ambit.simulator.fault.Fault;
import java.util.Locale;

/** One place in which a schedule departs from the usual course. */
sealed interface Deviation {
  long MILLI = 1_000_000;

  /** When, in true time; not later than the places that come after it in a schedule. */
  long atNanos();

  /** As a part of a schedule that can be given again. */
  String text();

  /**
   * A message from a broker is lost, doubled or late.
   *
   * @param number counts the messages of the link, as {@link Fate} does
   */
  record Message(long atNanos, String link, long number, Fate fate) implements Deviation {
    @Override
    public String text() {
      return "%s:%s:%d"
          .formatted(fate.name().toLowerCase(Locale.ROOT), link.replace('→', ':'), number);
    }
  }

  /** A process or a cluster fails. */
  record Mishap(Fault fault) implements Deviation {
    @Override
    public long atNanos() {
      return fault.atNanos();
    }

    @Override
    public String text() {
      return "%s:%s:%d:%d"
          .formatted(
              fault.kind().name().toLowerCase(Locale.ROOT),
              fault.target(),
              fault.atNanos() / MILLI,
              fault.forNanos() / MILLI);
    }
  }

  /** The deviation that {@link #text} tells; throws if it tells none. */
  static Deviation parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("no part of a schedule: " + text);
    }
    String what = parts[0].toUpperCase(Locale.ROOT);
    for (Fate fate : Fate.values()) {
      if (fate.name().equals(what)) {
        return new Message(0, parts[1] + "→" + parts[2], Long.parseLong(parts[3]), fate);
      }
    }
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (kind.name().equals(what)) {
        long at = Long.parseLong(parts[2]) * MILLI;
        return new Mishap(new Fault(at, kind, parts[1], Long.parseLong(parts[3]) * MILLI));
      }
    }
    throw new IllegalArgumentException("neither a fate nor a fault: " + parts[0]);
  }
}
