package io.ambit.failover;

import io.ambit.model.Names;

/**
 * What is to be done about one region.
 *
 * @param automatic nobody asked for it
 * @param shedAccepted whoever asks knows what is shed, and wants it all the same
 */
public record Proposal(Kind kind, String region, boolean automatic, boolean shedAccepted) {
  /** What can be done. */
  public enum Kind {
    /** Its traffic goes elsewhere, step by step. */
    DRAIN,
    /** The same at once. */
    EVACUATE,
    /** Its traffic comes back, step by step. */
    RESTORE
  }

  public Proposal {
    Names.require("region", region);
  }
}
