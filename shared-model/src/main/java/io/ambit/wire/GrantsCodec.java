package io.ambit.wire;

import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Stamp;
import io.ambit.lease.Witnesses;
import io.ambit.lease.WriteLease;
import io.ambit.model.LimitKey;
import io.ambit.wire.v1.V1;

/** Grants, page by page. At most {@link Lists#MAX_LIMITS} leases, and as many outstanding. */
final class GrantsCodec {
  /** Those in force, and those before them. */
  private static final int MAX_WITNESSES = 64;

  private GrantsCodec() {}

  static V1.Grants write(GrantPage page) {
    Grants grants = page.lines();
    V1.Grants.Builder builder =
        V1.Grants.newBuilder()
            .setNode(grants.node())
            .setStamp(LeaseCodec.write(grants.stamp()))
            .setBootId(LeaseCodec.write(grants.boot()))
            .setSentNanos(grants.sentNanos())
            .setOwnerEpoch(grants.ownerEpoch());
    if (!grants.since().equals(grants.stamp())) {
      builder.setSince(LeaseCodec.write(grants.since()));
    }
    if (!grants.leases().isEmpty()) {
      builder.setLeaseColumns(LeaseColumnsCodec.write(grants.leases()));
    }
    if (!grants.outstanding().isEmpty()) {
      builder.setOutstandingColumns(LeaseColumnsCodec.write(grants.outstanding()));
    }
    grants.witnesses().forEach(witnesses -> builder.addWitnesses(write(witnesses)));
    if (page.number() > 0) {
      builder.setPage(page.number()).setBase(LeaseCodec.write(page.base())).setMore(page.more());
    }
    builder.setWritesMillis(grants.writes().millis()).setWritesRevision(grants.writes().revision());
    if (!page.dropped().isEmpty()) {
      builder.setDropped(KeysCodec.write(page.dropped(), key -> key));
    }
    return builder.build();
  }

  static GrantPage read(V1.Grants grants) {
    Stamp stamp = LeaseCodec.read(grants.getStamp());
    Grants lines =
        new Grants(
            grants.getNode(),
            stamp,
            LeaseCodec.boot(grants.getBoot(), grants.getBootId()),
            grants.getSentNanos(),
            grants.getOwnerEpoch(),
            grants.hasLeaseColumns()
                ? LeaseColumnsCodec.read("leases", grants.getLeaseColumns())
                : Lists.read("leases", grants.getLeasesList(), Lists.MAX_LIMITS, GrantsCodec::read),
            grants.hasOutstandingColumns()
                ? LeaseColumnsCodec.read("outstanding", grants.getOutstandingColumns())
                : Lists.read(
                    "outstanding",
                    grants.getOutstandingList(),
                    Lists.MAX_LIMITS,
                    GrantsCodec::read),
            grants.hasSince() ? LeaseCodec.read(grants.getSince()) : stamp,
            Lists.read("witnesses", grants.getWitnessesList(), MAX_WITNESSES, GrantsCodec::read),
            new WriteLease(grants.getWritesMillis(), grants.getWritesRevision()));
    return new GrantPage(
        lines,
        grants.getPage(),
        grants.hasBase() ? LeaseCodec.read(grants.getBase()) : stamp,
        KeysCodec.read("dropped", grants.getDropped()),
        grants.getMore());
  }

  private static V1.Witnesses write(Witnesses witnesses) {
    return V1.Witnesses.newBuilder().addAllNodes(witnesses.nodes()).build();
  }

  private static Witnesses read(V1.Witnesses witnesses) {
    return new Witnesses(witnesses.getNodesList());
  }

  /** A lease as it was written before major 2. */
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
        LeaseColumnsCodec.ladder(
            grant.getOnLoss(), LeaseCodec.read(grant.getBeyond()), grant.getParentRung()));
  }
}
