package io.ambit.region.core.offender;

import java.util.concurrent.locks.ReentrantLock;

/** An offender: knows threads. */
public final class ThreadedCore {
  private ThreadedCore() {}

  public static boolean locks() {
    return new ReentrantLock().tryLock();
  }
}
