package io.ambit.simulator.home;

import io.ambit.model.WriteHome;
import java.util.ArrayList;
import java.util.List;

/** The policy log: whoever opened it last may append, and nobody before. */
final class HomeLog {
  private final List<Entry> entries = new ArrayList<>();
  private int term;

  /**
   * One record.
   *
   * @param epoch as in {@code home}, unless a rule was taken away
   */
  record Entry(WriteHome home, long epoch) {}

  /** Fences everybody before. */
  int open() {
    return ++term;
  }

  boolean isOpenFor(int writer) {
    return writer == term;
  }

  boolean append(int writer, Entry entry) {
    return isOpenFor(writer) && entries.add(entry);
  }

  /** The revision of the newest record. */
  int end() {
    return entries.size();
  }

  /** The record of a revision, from 1. */
  Entry at(int revision) {
    return entries.get(revision - 1);
  }
}
