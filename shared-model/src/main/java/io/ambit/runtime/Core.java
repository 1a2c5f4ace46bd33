package io.ambit.runtime;

import java.util.List;

/**
 * Decides. Plain Java without clock, randomness, threads or I/O: everything it knows arrives as an
 * input, everything it wants leaves as an effect.
 *
 * @param <I> everything that can happen to it
 * @param <E> everything it can ask for
 */
public interface Core<I, E> {
  /**
   * Takes one input in.
   *
   * @param nowNanos monotonic; never smaller than at the step before
   * @return what to do now, in order
   */
  List<E> step(long nowNanos, I input);
}
