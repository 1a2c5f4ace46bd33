package io.ambit.lease;

import io.ambit.model.Bounds;

/** Orders the grants of one parent: the owner's epoch first, then its running number. */
public record Stamp(long epoch, long sequence) implements Comparable<Stamp> {
  /** Before every grant. */
  public static final Stamp NONE = new Stamp(0, 0);

  public Stamp {
    Bounds.require("epoch", epoch, 0, Long.MAX_VALUE);
    Bounds.require("sequence", sequence, 0, Long.MAX_VALUE);
  }

  public Stamp next() {
    return new Stamp(epoch, sequence + 1);
  }

  /** Just before this one, and not before anything that is before this one. */
  Stamp previous() {
    return new Stamp(epoch, Math.max(0, sequence - 1));
  }

  public boolean isAfter(Stamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Stamp other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch == 0 ? Long.compare(sequence, other.sequence) : byEpoch;
  }

  @Override
  public String toString() {
    return epoch + "/" + sequence;
  }
}
