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

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Place[].class);

  private static final AtomicReferenceFieldUpdater<Tallies, Tally[]> ALL =
      AtomicReferenceFieldUpdater.newUpdater(Tallies.class, Tally[].class, "all");

  /** Who counts where. Immutable. */
  private record Place(@Nullable Thread owner, Tally tally) {}

  private final Tally shared = new Tally(true);
  private final Place free = new Place(null, shared);
  private final Place[] slots = new Place[SLOTS];
  private final AtomicInteger given = new AtomicInteger();

  /** All there are; an array is never changed once it is here. Whoever sums reads these alone. */
  private volatile Tally[] all = {shared};

  Tallies() {
    Arrays.fill(slots, free);
  }

  /** The calling thread's, or the shared one. Short, so that compilers always inline it. */
  Tally mine() {
    Thread self = Thread.currentThread();
    Place place = slots[(int) self.threadId() & LAST];
    return place.owner == self ? place.tally : search(self);
  }

  /** The sum of a counter over all. */
  long sum(int counter) {
    long sum = 0;
    for (Tally each : all) {
      sum += each.read(counter);
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
      Place place = at(at + i);
      if (place.owner == self) {
        return place.tally;
      }
    }
    return claim(self, at);
  }

  /** What a thread did that has ended happened before it was found to have ended. */
  private Tally claim(Thread self, int at) {
    for (int i = 0; i < PROBES; i++) {
      Place there = at(at + i);
      Thread before = there.owner;
      if (before == null || !before.isAlive()) {
        Tally tally = before == null ? first() : there.tally;
        if (tally != null && take(at + i, there, new Place(self, tally))) {
          return tally;
        }
      }
    }
    return shared;
  }

  /** One that is lost to a race for a place stays empty: there is room for one less. */
  private @Nullable Tally first() {
    if (given.get() >= MOST || given.getAndIncrement() >= MOST) {
      return null;
    }
    Tally fresh = new Tally(false);
    ALL.updateAndGet(
        this,
        before -> {
          Tally[] after = Arrays.copyOf(before, before.length + 1);
          after[before.length] = fresh;
          return after;
        });
    return fresh;
  }

  private boolean take(int slot, Place before, Place after) {
    return SLOT.compareAndSet(slots, slot & LAST, before, after);
  }

  private Place at(int slot) {
    return (Place) SLOT.getAcquire(slots, slot & LAST);
  }
}
