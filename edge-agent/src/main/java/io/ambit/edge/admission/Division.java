package io.ambit.edge.admission;

/** How many buckets are divided into cells: at most {@value #MOST} at a time. Loop only. */
final class Division {
  static final int MOST = 4_096;

  private int count;

  /** Whether there may be one more; if so it is counted. */
  boolean enter() {
    return count < MOST && ++count > 0;
  }

  void leave() {
    count--;
  }
}
