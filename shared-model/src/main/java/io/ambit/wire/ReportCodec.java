package io.ambit.wire;

import io.ambit.lease.Boot;
import io.ambit.lease.Exposure;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Report.Gaps;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteMark;
import io.ambit.lease.WriteMarks;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import io.ambit.wire.v1.V1;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports. At most {@link Lists#MAX_LIMITS} limits and {@link LeaseParent#MAX_CHILDREN} children.
 */
final class ReportCodec {
  private ReportCodec() {}

  static V1.Report write(Report report) {
    V1.Report.Builder builder =
        V1.Report.newBuilder()
            .setNode(report.node())
            .setBootId(LeaseCodec.write(report.boot()))
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
    builder.setPartial(report.gaps() != Gaps.NONE);
    builder.setPartialExposure(report.gaps() == Gaps.USAGE_AND_EXPOSURE);
    if (!report.usage().isEmpty()) {
      builder.setUsageColumns(usage(report.usage()));
    }
    if (!report.exposure().isEmpty()) {
      builder.setExposureColumns(exposure(report.exposure()));
    }
    report.children().forEach(child -> builder.addChildren(write(child)));
    report.marks().forEach(mark -> builder.addMarks(write(mark)));
    return builder.build();
  }

  static Report read(V1.Report report) {
    return new Report(
        new Report.Header(
            report.getNode(),
            LeaseCodec.boot(report.getBoot(), report.getBootId()),
            report.getSequence(),
            report.getSentNanos(),
            report.getEpoch()),
        new Report.Knows(
            LeaseCodec.read(report.getApplied()),
            LeaseCodec.read(report.getHeard()),
            report.getPolicyRevision()),
        Choices.read("mode", Mode.class, report.getMode()),
        new Report.Told(
            report.hasUsageColumns()
                ? read(report.getUsageColumns())
                : Lists.read("usage", report.getUsageList(), Lists.MAX_LIMITS, ReportCodec::read),
            report.hasExposureColumns()
                ? read(report.getExposureColumns())
                : Lists.read(
                    "exposure", report.getExposureList(), Lists.MAX_LIMITS, ReportCodec::read),
            gaps(report),
            Lists.read(
                "children", report.getChildrenList(), LeaseParent.MAX_CHILDREN, ReportCodec::read),
            Lists.read("marks", report.getMarksList(), WriteMarks.PER_REPORT, ReportCodec::read)),
        report.getLeaving());
  }

  private static V1.WriteMark write(WriteMark mark) {
    return V1.WriteMark.newBuilder()
        .setTenant(mark.tenant())
        .setEpoch(mark.epoch())
        .setMark(mark.mark())
        .build();
  }

  private static WriteMark read(V1.WriteMark mark) {
    return new WriteMark(mark.getTenant(), mark.getEpoch(), mark.getMark());
  }

  private static Gaps gaps(V1.Report report) {
    if (report.getPartialExposure()) {
      return Gaps.USAGE_AND_EXPOSURE;
    }
    return report.getPartial() ? Gaps.USAGE : Gaps.NONE;
  }

  private static V1.UsageColumns usage(List<Usage> usage) {
    return V1.UsageColumns.newBuilder()
        .setKeys(KeysCodec.write(usage, Usage::key))
        .setOffered(Columns.amounts(usage, Usage::offeredMilli))
        .setRefused(Columns.signedAmounts(usage, u -> u.offeredMilli() - u.admittedMilli()))
        .setReturned(Columns.amounts(usage, Usage::returnedMilli))
        .build();
  }

  private static List<Usage> read(V1.UsageColumns columns) {
    List<LimitKey> keys = KeysCodec.read("usage", columns.getKeys());
    long[] offered = Columns.read("offered", columns.getOffered(), keys.size());
    long[] refused = Columns.readSigned("refused", columns.getRefused(), keys.size());
    long[] returned = Columns.read("returned", columns.getReturned(), keys.size());
    List<Usage> usage = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      usage.add(new Usage(keys.get(i), offered[i], offered[i] - refused[i], returned[i]));
    }
    return usage;
  }

  private static Usage read(V1.Usage usage) {
    return new Usage(
        new LimitKey(usage.getTenant(), usage.getLimit()),
        usage.getOfferedMilli(),
        usage.getAdmittedMilli(),
        usage.getReturnedMilli());
  }

  private static V1.ExposureColumns exposure(List<Exposure> exposure) {
    return V1.ExposureColumns.newBuilder()
        .setKeys(KeysCodec.write(exposure, Exposure::key))
        .setLease(Columns.shares(exposure, Exposure::lease))
        .setFloor(Columns.shares(exposure, Exposure::floor))
        .setBeyond(Columns.shares(exposure, Exposure::beyond))
        .build();
  }

  private static List<Exposure> read(V1.ExposureColumns columns) {
    List<LimitKey> keys = KeysCodec.read("exposure", columns.getKeys());
    List<Share> leases = Columns.readShares("lease", columns.getLease(), keys.size());
    List<Share> floors = Columns.readShares("floor", columns.getFloor(), keys.size());
    List<Share> beyond = Columns.readShares("beyond", columns.getBeyond(), keys.size());
    List<Exposure> exposure = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      exposure.add(new Exposure(keys.get(i), leases.get(i), floors.get(i), beyond.get(i)));
    }
    return exposure;
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
