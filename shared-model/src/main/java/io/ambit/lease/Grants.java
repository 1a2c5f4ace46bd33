package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import java.util.List;

/**
 * Parent to child: everything the child holds from now on. Absolute, never a delta; a limit that is
 * not named is not held.
 *
 * @param boot and {@code sentNanos}: the report this answers, as the child wrote them
 * @param ownerEpoch means nothing to the child: the latest epoch under which an owner of it that
 *     may be using something gives to its own children, 0 if it has no owners
 * @param outstanding means nothing to the child: what it may still be using of earlier grants,
 *     where that is more than {@code leases} or lasts longer, so that whoever finds this record
 *     alone knows all that there is to charge
 * @param since tokens that {@link LeaseGrant#filledMilli} counts are counted from this grant on
 * @param witnesses whose vows the child needs to keep a lease past its end, then those that others
 *     may still be going by; empty if it may keep none
 * @param anew whether the child seems to have missed a page of earlier grants, so that all is to be
 *     said again; concerns {@link GrantPages} alone and is written nowhere
 */
public record Grants(
    String node,
    Stamp stamp,
    Boot boot,
    long sentNanos,
    long ownerEpoch,
    List<LeaseGrant> leases,
    List<LeaseGrant> outstanding,
    Stamp since,
    List<Witnesses> witnesses,
    WriteLease writes,
    boolean anew) {
  public Grants {
    Names.require("node", node);
    Bounds.require("ownerEpoch", ownerEpoch, 0, Long.MAX_VALUE);
    leases = List.copyOf(leases);
    outstanding = List.copyOf(outstanding);
    witnesses = List.copyOf(witnesses);
  }

  /** Grants to a child that has read all there was before. */
  public Grants(
      String node,
      Stamp stamp,
      Boot boot,
      long sentNanos,
      long ownerEpoch,
      List<LeaseGrant> leases,
      List<LeaseGrant> outstanding,
      Stamp since,
      List<Witnesses> witnesses,
      WriteLease writes) {
    this(
        node,
        stamp,
        boot,
        sentNanos,
        ownerEpoch,
        leases,
        outstanding,
        since,
        witnesses,
        writes,
        false);
  }

  /** Grants that nobody may keep past their end. */
  public Grants(
      String node,
      Stamp stamp,
      Boot boot,
      long sentNanos,
      List<LeaseGrant> leases,
      List<LeaseGrant> outstanding,
      Stamp since) {
    this(node, stamp, boot, sentNanos, leases, outstanding, since, List.of());
  }

  /** Grants that allow no writes of tenants that have a home. */
  public Grants(
      String node,
      Stamp stamp,
      Boot boot,
      long sentNanos,
      List<LeaseGrant> leases,
      List<LeaseGrant> outstanding,
      Stamp since,
      List<Witnesses> witnesses) {
    this(node, stamp, boot, sentNanos, 0, leases, outstanding, since, witnesses, WriteLease.NONE);
  }

  /** Grants to a child that can be using nothing else. */
  public Grants(String node, Stamp stamp, Boot boot, long sentNanos, List<LeaseGrant> leases) {
    this(node, stamp, boot, sentNanos, leases, List.of(), stamp);
  }

  /** The same grants, of other limits. */
  Grants of(List<LeaseGrant> otherLeases, List<LeaseGrant> otherOutstanding) {
    return new Grants(
        node,
        stamp,
        boot,
        sentNanos,
        ownerEpoch,
        otherLeases,
        otherOutstanding,
        since,
        witnesses,
        writes);
  }

  /** The same grants, with a lease of writes. */
  public Grants with(WriteLease lease) {
    return new Grants(
        node, stamp, boot, sentNanos, ownerEpoch, leases, outstanding, since, witnesses, lease);
  }

  /** Whether a child that left holds, and is charged for, nothing. */
  boolean isEmpty() {
    return leases.isEmpty() && outstanding.isEmpty();
  }
}
