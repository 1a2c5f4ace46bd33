package io.ambit.edge.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's cells: one for each of the threads that decide most, at most {@value #MOST}. Doors
 * that run event loops have as many threads as processors; of a large pool the first come have
 * cells and the others do without, as virtual threads do. Thread-safe and lock-free.
 */
final class Cells {
  static final int MOST = 16;

  private static final int SLOTS = 64;
  private static final int LAST = SLOTS - 1;

  /** A thread's cell is where its id says, or next to that. */
  private static final int PROBES = 4;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Cell[].class);

  private final Cell[] slots = new Cell[SLOTS];
  private final AtomicInteger given = new AtomicInteger();

  Cells() {
    Arrays.fill(slots, Cell.NOBODYS);
  }

  /** The calling thread's, or null if it has none. Short, so that compilers always inline it. */
  @Nullable Cell mine() {
    Thread self = Thread.currentThread();
    Cell cell = slots[(int) self.threadId() & LAST];
    if (cell.owner == self) {
      return cell;
    }
    return search(self);
  }

  /** How many there are. */
  int count() {
    return Math.min(given.get(), MOST);
  }

  /** Any thread. */
  long admittedMilli() {
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      sum += at(i).admittedMilli();
    }
    return sum;
  }

  /** Any thread. */
  long refusedMilli() {
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      sum += at(i).refusedMilli();
    }
    return sum;
  }

  private Cell at(int slot) {
    return (Cell) SLOT.getAcquire(slots, slot & LAST);
  }

  private @Nullable Cell search(Thread self) {
    int at = (int) self.threadId();
    for (int i = 0; i < PROBES; i++) {
      Cell cell = at(at + i);
      if (cell.owner == self) {
        return cell;
      }
    }
    return self.isVirtual() ? null : claim(self, at);
  }

  /** A thread that has ended leaves its place, and what it counted, to the next. */
  private @Nullable Cell claim(Thread self, int at) {
    for (int i = 0; i < PROBES; i++) {
      Cell there = at(at + i);
      Thread before = there.owner;
      if (before == null || !before.isAlive()) {
        Cell mine = before == null ? first(self) : new Cell(self, there);
        if (mine != null && SLOT.compareAndSet(slots, (at + i) & LAST, there, mine)) {
          return mine;
        }
      }
    }
    return null;
  }

  /** Numbers lost to a race for a place are not given again: there is room for a few less. */
  private @Nullable Cell first(Thread self) {
    int number = given.get() < MOST ? given.getAndIncrement() : MOST;
    return number < MOST ? new Cell(self, number) : null;
  }
}
