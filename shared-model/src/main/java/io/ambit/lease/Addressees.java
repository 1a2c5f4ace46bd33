package io.ambit.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Whom the grants of one child were made out to: under which epoch the owner that was answered
 * gives to children of its own; 0 for a child that has no owners.
 *
 * <p>The owner of a region may be replaced without knowing it: what it says then of its children
 * leaves out what its successor gave. So its word proves nothing about grants that were made out to
 * an owner of a later epoch. Of those of an earlier one it knows, as it read all that one ever gave
 * before it said a word (ADR-0043).
 *
 * <p>Bounded: where owners took turns more often, what is remembered of the first of them is the
 * latest epoch. Not thread-safe.
 */
final class Addressees {
  private static final int MOST = 16;

  private final Deque<Span> spans = new ArrayDeque<>();

  /** Grants from one on were made out so. */
  private record Span(Stamp first, long epoch) {}

  /** The grant {@code stamp}, and those after it, are made out so. */
  void granted(Stamp stamp, long epoch) {
    Span newest = spans.peekLast();
    if (newest != null && newest.epoch() == epoch) {
      return;
    }
    spans.addLast(new Span(stamp, epoch));
    if (spans.size() > MOST) {
      Span oldest = spans.removeFirst();
      Span next = spans.removeFirst();
      spans.addFirst(new Span(oldest.first(), Math.max(oldest.epoch(), next.epoch())));
    }
  }

  /** The latest of all that may be using something. */
  long latestEpoch() {
    return spans.stream().mapToLong(Span::epoch).max().orElse(0);
  }

  /** What is proven by who gives under {@code epoch} and applied the grant {@code applied}. */
  Proof provenBy(long epoch, Stamp applied) {
    Stamp since = applied;
    for (Iterator<Span> each = spans.descendingIterator(); each.hasNext(); ) {
      Span span = each.next();
      if (!span.first().isAfter(applied)) {
        if (span.epoch() > epoch) {
          return new Proof(since, applied);
        }
        since = span.first();
      }
    }
    return Proof.of(applied);
  }
}
