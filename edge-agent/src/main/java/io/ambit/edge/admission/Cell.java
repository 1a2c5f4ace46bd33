package io.ambit.edge.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part of one bucket: a slice of its tokens, what was admitted and refused from here,
 * and until when there is nothing to be had. Written by that thread alone, so that deciding from it
 * needs no atomic operation; the loop reads the counters.
 *
 * <p>The tokens are those of one stretch, which has counted them as spent. Once the bucket is on
 * another one, or the lease has ended, they are destroyed: what is granted anew never adds to what
 * was left of an earlier grant.
 */
final class Cell extends CellFields {
  private static final VarHandle ADMITTED = handle("admitted");
  private static final VarHandle REFUSED = handle("refused");

  @SuppressWarnings("unused") // keeps what others write off the lines of the fields
  private long q0, q1, q2, q3, q4, q5, q6, q7;

  /** Where there is none. */
  static final Cell NOBODYS = new Cell(null, 0);

  /** Who writes. */
  final @Nullable Thread owner;

  /** Of those of its bucket. */
  final int number;

  Cell(@Nullable Thread owner, int number) {
    this.owner = owner;
    this.number = number;
  }

  /** Counts on from where {@code before} is, whose thread has ended. */
  Cell(Thread owner, Cell before) {
    this(owner, before.number);
    admitted = before.admitted;
    refused = before.refused;
  }

  /** What there is left of {@code on}. */
  long left(Stretch on) {
    return stretch == on ? tokens : 0;
  }

  /** Whether what is here is of {@code on} and its lease counts. */
  boolean isOf(Stretch on, long nowNanos) {
    return stretch == on && untilNanos - nowNanos > 0;
  }

  /** Takes {@code costMilli} from the slice if there is so much. */
  boolean take(long costMilli) {
    if (tokens < costMilli) {
      return false;
    }
    tokens -= costMilli;
    admitted(costMilli);
    return true;
  }

  /** Goes on with {@code milli} of {@code on}; whatever there was of another is gone. */
  void hold(Stretch on, long milli) {
    stretch = on;
    untilNanos = on.terms().usableUntilNanos();
    tokens = milli;
    lackingUntilNanos = Long.MIN_VALUE;
    lacking = Long.MAX_VALUE;
  }

  /** Whether it is known that there are not {@code costMilli} yet. */
  boolean lacks(long costMilli, long nowNanos) {
    return costMilli >= lacking && lackingUntilNanos - nowNanos > 0;
  }

  /** There are not so many of {@code on}, and will not be before {@code untilNanos}. */
  void lack(Stretch on, long costMilli, long untilNanos) {
    if (stretch != on) {
      hold(on, 0);
    }
    lacking = costMilli;
    lackingUntilNanos = untilNanos;
  }

  void admitted(long milli) {
    ADMITTED.setOpaque((CellFields) this, admitted + milli);
  }

  void refused(long milli) {
    REFUSED.setOpaque((CellFields) this, refused + milli);
  }

  /** Any thread. */
  long admittedMilli() {
    return (long) ADMITTED.getOpaque((CellFields) this);
  }

  /** Any thread. */
  long refusedMilli() {
    return (long) REFUSED.getOpaque((CellFields) this);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(CellFields.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}

/** Laid out before the fields, to the same end. */
class CellPadding {
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7;
}

/** What is written. */
class CellFields extends CellPadding {
  @Nullable Stretch stretch;
  long untilNanos;
  long tokens;
  long admitted;
  long refused;
  long lacking = Long.MAX_VALUE;
  long lackingUntilNanos;
}
