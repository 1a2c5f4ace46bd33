package io.ambit.wire;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Rung;
import io.ambit.lease.Witnesses;
import io.ambit.model.ControlLoss;
import io.ambit.model.LimitKey;
import io.ambit.wire.v1.V1;

/** Grants. At most {@link Lists#MAX_LIMITS} leases, and as many outstanding. */
final class GrantsCodec {
  /** Those in force, and those before them. */
  private static final int MAX_WITNESSES = 64;

  private GrantsCodec() {}

  static V1.Grants write(Grants grants) {
    V1.Grants.Builder builder =
        V1.Grants.newBuilder()
            .setNode(grants.node())
            .setStamp(LeaseCodec.write(grants.stamp()))
            .setBoot(grants.boot().id())
            .setSentNanos(grants.sentNanos());
    if (!grants.since().equals(grants.stamp())) {
      builder.setSince(LeaseCodec.write(grants.since()));
    }
    grants.leases().forEach(lease -> builder.addLeases(write(lease)));
    grants.outstanding().forEach(lease -> builder.addOutstanding(write(lease)));
    grants.witnesses().forEach(witnesses -> builder.addWitnesses(write(witnesses)));
    return builder.build();
  }

  static Grants read(V1.Grants grants) {
    return new Grants(
        grants.getNode(),
        LeaseCodec.read(grants.getStamp()),
        new Boot(grants.getBoot()),
        grants.getSentNanos(),
        Lists.read("leases", grants.getLeasesList(), Lists.MAX_LIMITS, GrantsCodec::read),
        Lists.read("outstanding", grants.getOutstandingList(), Lists.MAX_LIMITS, GrantsCodec::read),
        LeaseCodec.read(grants.hasSince() ? grants.getSince() : grants.getStamp()),
        Lists.read("witnesses", grants.getWitnessesList(), MAX_WITNESSES, GrantsCodec::read));
  }

  private static V1.Witnesses write(Witnesses witnesses) {
    return V1.Witnesses.newBuilder().addAllNodes(witnesses.nodes()).build();
  }

  private static Witnesses read(V1.Witnesses witnesses) {
    return new Witnesses(witnesses.getNodesList());
  }

  private static V1.LeaseGrant write(LeaseGrant grant) {
    V1.LeaseGrant.Builder builder =
        V1.LeaseGrant.newBuilder()
            .setTenant(grant.key().tenant())
            .setLimit(grant.key().limit())
            .setLease(LeaseCodec.write(grant.lease()))
            .setFloor(LeaseCodec.write(grant.floor()))
            .setTtlMillis(grant.ttlMillis())
            .setHoldMillis(grant.holdMillis())
            .setFilledMilli(grant.filledMilli())
            .setCreditedMilli(grant.creditedMilli())
            .setWanted(grant.wanted());
    Ladder ladder = grant.ladder();
    if (ladder.mode() != Ladder.HOLD.mode()) {
      builder.setOnLoss(Choices.write(ladder.mode()));
    }
    if (!ladder.beyond().isNone()) {
      builder.setBeyond(LeaseCodec.write(ladder.beyond()));
    }
    if (ladder.parent() != Ladder.HOLD.parent()) {
      builder.setParentRung(Choices.write(ladder.parent()));
    }
    return builder.build();
  }

  private static LeaseGrant read(V1.LeaseGrant grant) {
    return new LeaseGrant(
        new LimitKey(grant.getTenant(), grant.getLimit()),
        LeaseCodec.read(grant.getLease()),
        LeaseCodec.read(grant.getFloor()),
        grant.getTtlMillis(),
        grant.getHoldMillis(),
        grant.getFilledMilli(),
        grant.getCreditedMilli(),
        grant.getWanted(),
        ladder(grant));
  }

  private static Ladder ladder(V1.LeaseGrant grant) {
    return new Ladder(
        grant.getOnLoss().isEmpty()
            ? Ladder.HOLD.mode()
            : Choices.read("onLoss", ControlLoss.Mode.class, grant.getOnLoss()),
        LeaseCodec.read(grant.getBeyond()),
        grant.getParentRung().isEmpty()
            ? Ladder.HOLD.parent()
            : Choices.read("parentRung", Rung.class, grant.getParentRung()));
  }
}
