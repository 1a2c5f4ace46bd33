package io.ambit.edge.admission;

/**
 * Tokens of one limit that came to this edge or left it, other than at the rate, in milli-units
 * since the boot. Most limits have none. Loop only.
 */
final class Flow {
  private long returned;
  private long toldReturned;
  private long inflow;
  private long credited;

  /** Tokens were given back. */
  void gaveBack(long milli) {
    returned += milli;
  }

  /**
   * Takes in how far tokens came in either direction.
   *
   * @return by how much the tokens given to this edge grew
   */
  long take(long inflowMilli, long creditedMilli) {
    long growth = Math.max(0, inflowMilli - inflow);
    inflow = Math.max(inflow, inflowMilli);
    credited = Math.max(credited, creditedMilli);
    return growth;
  }

  boolean hasGrown(long inflowMilli, long creditedMilli) {
    return inflowMilli > inflow || creditedMilli > credited;
  }

  /** Given back, and not yet taken in above: they still count against the depth. */
  long onTheWayMilli() {
    return Math.max(0, returned - credited);
  }

  /** What was given back so far, which is told herewith. */
  long tell() {
    toldReturned = returned;
    return returned;
  }

  boolean isTold() {
    return toldReturned == returned;
  }
}
