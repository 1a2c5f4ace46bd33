package io.ambit.simulator.bus;

/** What becomes of single messages that promise nothing, chosen one by one rather than drawn. */
@FunctionalInterface
public interface Fates {
  /** What can become of a message. */
  enum Fate {
    /** As fast as its link is. */
    ARRIVES,
    LOST,
    /** Once as usual, and once more when a lease has been renewed since. */
    DOUBLED,
    /** After what is sent next. */
    OVERTAKEN,
    /** When an edge's lease that it renews, or is asked to be renewed by it, has ended. */
    OUTDATED
  }

  /** Nothing out of the ordinary. */
  Fates USUAL = (link, number) -> Fate.ARRIVES;

  /**
   * Chooses.
   *
   * @param number counts the messages of a link from one on
   */
  Fate of(Link link, long number);
}
