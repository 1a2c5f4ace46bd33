package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.model.Bounds;
import io.ambit.model.Names;
import java.util.List;

/**
 * Child to parent: what it holds, spent and would like to have.
 *
 * @param boot whose accounts these are; {@link #STANDING} for a node whose accounts outlive it
 * @param sequence rises with every report of one process; an older one asks for nothing
 * @param claims any part of the accounts, in any order
 * @param closings of former boots of this node
 */
public record EscrowReport(
    String node, Boot boot, long sequence, List<Claim> claims, List<Closing> closings) {
  /** Stands for a node that finds in its own log what it gave on: no restart ends its accounts. */
  public static final Boot STANDING = Boot.of(0, 0);

  /** The most claims, and the most closings, in one report. */
  public static final int MOST = 4_000;

  public EscrowReport {
    Names.require("node", node);
    Bounds.require("sequence", sequence, 0, Long.MAX_VALUE);
    Bounds.require("claims", claims.size(), 0, MOST);
    Bounds.require("closings", closings.size(), 0, MOST);
    claims = List.copyOf(claims);
    closings = List.copyOf(closings);
  }
}
