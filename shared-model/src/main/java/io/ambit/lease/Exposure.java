package io.ambit.lease;

import io.ambit.model.LimitKey;

/**
 * The most a node's own children may still be using of one limit.
 *
 * @param lease of leases and floors
 * @param floor of floors alone
 * @param beyond on top of that, of what {@code safe(k)} gives beyond the limit
 */
public record Exposure(LimitKey key, Share lease, Share floor, Share beyond) {
  /** Of children that have nothing beyond the limit. */
  public Exposure(LimitKey key, Share lease, Share floor) {
    this(key, lease, floor, Share.NONE);
  }
}
