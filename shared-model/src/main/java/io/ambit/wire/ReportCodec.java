package io.ambit.wire;

import io.ambit.lease.Boot;
import io.ambit.lease.Exposure;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import io.ambit.wire.v1.V1;

/**
 * Reports. At most {@link Lists#MAX_LIMITS} limits and {@link LeaseParent#MAX_CHILDREN} children.
 */
final class ReportCodec {
  private ReportCodec() {}

  static V1.Report write(Report report) {
    V1.Report.Builder builder =
        V1.Report.newBuilder()
            .setNode(report.node())
            .setBoot(report.boot().id())
            .setSequence(report.sequence())
            .setSentNanos(report.sentNanos())
            .setApplied(LeaseCodec.write(report.applied()))
            .setPolicyRevision(report.policyRevision())
            .setMode(Choices.write(report.mode()))
            .setLeaving(report.leaving())
            .setEpoch(report.epoch());
    if (!report.heard().equals(Stamp.NONE)) {
      builder.setHeard(LeaseCodec.write(report.heard()));
    }
    report.usage().forEach(usage -> builder.addUsage(write(usage)));
    report.exposure().forEach(exposure -> builder.addExposure(write(exposure)));
    report.children().forEach(child -> builder.addChildren(write(child)));
    return builder.build();
  }

  static Report read(V1.Report report) {
    return new Report(
        report.getNode(),
        new Boot(report.getBoot()),
        report.getSequence(),
        report.getSentNanos(),
        LeaseCodec.read(report.getApplied()),
        report.getPolicyRevision(),
        Choices.read("mode", Mode.class, report.getMode()),
        Lists.read("usage", report.getUsageList(), Lists.MAX_LIMITS, ReportCodec::read),
        Lists.read("exposure", report.getExposureList(), Lists.MAX_LIMITS, ReportCodec::read),
        Lists.read(
            "children", report.getChildrenList(), LeaseParent.MAX_CHILDREN, ReportCodec::read),
        report.getLeaving(),
        LeaseCodec.read(report.getHeard()),
        report.getEpoch());
  }

  private static V1.Usage write(Usage usage) {
    return V1.Usage.newBuilder()
        .setTenant(usage.key().tenant())
        .setLimit(usage.key().limit())
        .setOfferedMilli(usage.offeredMilli())
        .setAdmittedMilli(usage.admittedMilli())
        .setReturnedMilli(usage.returnedMilli())
        .build();
  }

  private static Usage read(V1.Usage usage) {
    return new Usage(
        new LimitKey(usage.getTenant(), usage.getLimit()),
        usage.getOfferedMilli(),
        usage.getAdmittedMilli(),
        usage.getReturnedMilli());
  }

  private static V1.Exposure write(Exposure exposure) {
    V1.Exposure.Builder builder =
        V1.Exposure.newBuilder()
            .setTenant(exposure.key().tenant())
            .setLimit(exposure.key().limit())
            .setLease(LeaseCodec.write(exposure.lease()))
            .setFloor(LeaseCodec.write(exposure.floor()));
    if (!exposure.beyond().isNone()) {
      builder.setBeyond(LeaseCodec.write(exposure.beyond()));
    }
    return builder.build();
  }

  private static Exposure read(V1.Exposure exposure) {
    return new Exposure(
        new LimitKey(exposure.getTenant(), exposure.getLimit()),
        LeaseCodec.read(exposure.getLease()),
        LeaseCodec.read(exposure.getFloor()),
        LeaseCodec.read(exposure.getBeyond()));
  }

  private static V1.NodeStatus write(NodeStatus child) {
    return V1.NodeStatus.newBuilder()
        .setNode(child.node())
        .setBoot(child.boot().id())
        .setPolicyRevision(child.policyRevision())
        .setMode(Choices.write(child.mode()))
        .setReportAgeMillis(child.reportAgeMillis())
        .setLeft(child.left())
        .build();
  }

  private static NodeStatus read(V1.NodeStatus child) {
    return new NodeStatus(
        child.getNode(),
        new Boot(child.getBoot()),
        child.getPolicyRevision(),
        Choices.read("mode", Mode.class, child.getMode()),
        child.getReportAgeMillis(),
        child.getLeft());
  }
}
