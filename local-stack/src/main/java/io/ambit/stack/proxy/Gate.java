package io.ambit.stack.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One way through a proxy, for all its connections: open or cut, and how late bytes come out. A
 * lock of java.util.concurrent, because waiting in a monitor holds on to a carrier thread before
 * JDK 24. Thread-safe.
 */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private final LongAdder passedBytes = new LongAdder();
  private boolean open = true;
  private volatile long delayNanos;

  void cut() {
    set(false);
  }

  void open() {
    set(true);
  }

  void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** When what is read now may come out, were the way open. */
  long dueNanos() {
    return System.nanoTime() + delayNanos;
  }

  /** Returns when that time has come and the way is open. */
  void await(long dueNanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
    lock.lockInterruptibly();
    try {
      while (!open) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void passed(int bytes) {
    passedBytes.add(bytes);
  }

  long passedBytes() {
    return passedBytes.sum();
  }

  private void set(boolean state) {
    lock.lock();
    try {
      open = state;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
