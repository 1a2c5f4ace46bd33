package io.ambit.stack.drill;

/**
 * What a store behind has to do: it remembers the largest token that wrote, and takes nothing that
 * comes with a smaller one. Thread-safe.
 */
final class FencedStore {
  private long newest;
  private long turnedDown;

  /** Whether the write is taken. */
  synchronized boolean write(long token) {
    if (token < newest) {
      turnedDown++;
      return false;
    }
    newest = token;
    return true;
  }

  synchronized long turnedDown() {
    return turnedDown;
  }
}
