package io.ambit.edge.overload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of one resource: one for each of the first {@value #MOST} threads that count, and one
 * that all others share. A thread that has ended leaves its place, with all that it counted, to the
 * next that looks for one there. Virtual threads come and go by the thousand: they share.
 * Thread-safe and lock-free.
 *
 * <p>A little over 40 KB at most, 5 KB where one thread counts.
 */
final class Tallies {
  static final int MOST = 16;

  private static final int SLOTS = 64;
  private static final int LAST = SLOTS - 1;

  /** A thread's place is where its id says, or next to that. */
  private static final int PROBES = 4;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Tally[].class);

  private static final AtomicReferenceFieldUpdater<Tallies, Tally[]> ALL =
      AtomicReferenceFieldUpdater.newUpdater(Tallies.class, Tally[].class, "all");

  /** Stands wherever there is no other. */
  private final Tally shared = new Tally(null);

  private final Tally[] slots = new Tally[SLOTS];
  private final AtomicInteger given = new AtomicInteger();

  /** All there are; an array is never changed once it is here. Whoever sums reads these alone. */
  private volatile Tally[] all = {shared};

  Tallies() {
    Arrays.fill(slots, shared);
  }

  /** The calling thread's, or the shared one. Short, so that compilers always inline it. */
  Tally mine() {
    Thread self = Thread.currentThread();
    Tally tally = slots[(int) self.threadId() & LAST];
    return tally.owner == self ? tally : search(self);
  }

  /** The sum of a counter over all. */
  long sum(int counter) {
    long sum = 0;
    for (Tally each : all) {
      sum += each.read(counter);
    }
    return sum;
  }

  /** What is open, over all. */
  long open() {
    long sum = 0;
    for (Tally each : all) {
      sum += each.open();
    }
    return sum;
  }

  /** What is open of the slices after {@code slice}, over all. */
  long openAfter(long slice) {
    long sum = 0;
    for (Tally each : all) {
      sum += each.openAfter(slice);
    }
    return sum;
  }

  /** How many there are, with the shared one. */
  int count() {
    return all.length;
  }

  private Tally search(Thread self) {
    if (self.isVirtual()) {
      return shared;
    }
    int at = (int) self.threadId();
    for (int i = 0; i < PROBES; i++) {
      Tally tally = at(at + i);
      if (tally.owner == self) {
        return tally;
      }
    }
    return claim(self, at);
  }

  private Tally claim(Thread self, int at) {
    for (int i = 0; i < PROBES; i++) {
      Tally there = at(at + i);
      if (there.inherit(self)) {
        return there;
      }
      Tally mine = there == shared ? first(self) : null;
      if (mine != null && SLOT.compareAndSet(slots, (at + i) & LAST, shared, mine)) {
        return mine;
      }
    }
    return shared;
  }

  /** One that is lost to a race for a place stays empty: there is room for one less. */
  private @Nullable Tally first(Thread self) {
    if (given.get() >= MOST || given.getAndIncrement() >= MOST) {
      return null;
    }
    Tally fresh = new Tally(self);
    ALL.updateAndGet(
        this,
        before -> {
          Tally[] after = Arrays.copyOf(before, before.length + 1);
          after[before.length] = fresh;
          return after;
        });
    return fresh;
  }

  private Tally at(int slot) {
    return (Tally) SLOT.getAcquire(slots, slot & LAST);
  }
}
