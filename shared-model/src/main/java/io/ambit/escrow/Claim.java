package io.ambit.escrow;

import io.ambit.lease.Share;
import io.ambit.model.Bounds;

/**
 * What a child says of one account of its own boot, in milli-units.
 *
 * @param heldMilli the most it knows to be allotted to it
 * @param spentMilli spent so far, by itself or below it; at most what it holds
 * @param freeMilli neither spent nor given on
 * @param needMilli how much it would have to have free to serve what it refused lately
 * @param targetMilli how much it would like to have free
 */
public record Claim(
    Account account,
    long heldMilli,
    long spentMilli,
    long freeMilli,
    long needMilli,
    long targetMilli) {
  public Claim {
    Bounds.require("heldMilli", heldMilli, 0, Share.MAX_MILLI);
    Bounds.require("spentMilli", spentMilli, 0, heldMilli);
    Bounds.require("freeMilli", freeMilli, 0, heldMilli);
    Bounds.require("needMilli", needMilli, 0, Share.MAX_MILLI);
    Bounds.require("targetMilli", targetMilli, 0, Share.MAX_MILLI);
  }
}
