package io.ambit.wire;

import io.ambit.escrow.Account;
import io.ambit.escrow.Allotment;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.Claim;
import io.ambit.escrow.Closing;
import io.ambit.escrow.EscrowReport;
import io.ambit.lease.Boot;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import io.ambit.wire.v1.V1;

/** Period budgets: what children claim, and what parents allot. */
final class EscrowCodec {
  private EscrowCodec() {}

  static V1.EscrowReport write(EscrowReport report) {
    V1.EscrowReport.Builder builder =
        V1.EscrowReport.newBuilder()
            .setNode(report.node())
            .setBoot(report.boot().id())
            .setSequence(report.sequence());
    report.claims().forEach(claim -> builder.addClaims(write(claim)));
    report.closings().forEach(closing -> builder.addClosings(write(closing)));
    return builder.build();
  }

  static EscrowReport read(V1.EscrowReport report) {
    return new EscrowReport(
        report.getNode(),
        new Boot(report.getBoot()),
        report.getSequence(),
        Lists.read("claims", report.getClaimsList(), EscrowReport.MOST, EscrowCodec::read),
        Lists.read("closings", report.getClosingsList(), EscrowReport.MOST, EscrowCodec::read));
  }

  static V1.Allotments write(Allotments allotments) {
    V1.Allotments.Builder builder =
        V1.Allotments.newBuilder()
            .setNode(allotments.node())
            .setHorizonSeconds(allotments.horizonSeconds());
    allotments.allotments().forEach(each -> builder.addAllotments(write(each)));
    return builder.build();
  }

  static Allotments read(V1.Allotments allotments) {
    return new Allotments(
        allotments.getNode(),
        allotments.getHorizonSeconds(),
        Lists.read(
            "allotments", allotments.getAllotmentsList(), Allotments.MOST, EscrowCodec::read));
  }

  private static V1.Claim write(Claim claim) {
    return V1.Claim.newBuilder()
        .setAccount(write(claim.account()))
        .setHeldMilli(claim.heldMilli())
        .setSpentMilli(claim.spentMilli())
        .setFreeMilli(claim.freeMilli())
        .setNeedMilli(claim.needMilli())
        .setTargetMilli(claim.targetMilli())
        .build();
  }

  private static Claim read(V1.Claim claim) {
    return new Claim(
        read(claim.getAccount()),
        claim.getHeldMilli(),
        claim.getSpentMilli(),
        claim.getFreeMilli(),
        claim.getNeedMilli(),
        claim.getTargetMilli());
  }

  private static V1.Closing write(Closing closing) {
    return V1.Closing.newBuilder()
        .setAccount(write(closing.account()))
        .setBoot(closing.boot().id())
        .setSpentMilli(closing.spentMilli())
        .build();
  }

  private static Closing read(V1.Closing closing) {
    return new Closing(
        read(closing.getAccount()), new Boot(closing.getBoot()), closing.getSpentMilli());
  }

  private static V1.Allotment write(Allotment allotment) {
    return V1.Allotment.newBuilder()
        .setAccount(write(allotment.account()))
        .setBoot(allotment.boot().id())
        .setAllottedMilli(allotment.allottedMilli())
        .setSpentMilli(allotment.spentMilli())
        .setClosed(allotment.closed())
        .setExhausted(allotment.exhausted())
        .build();
  }

  private static Allotment read(V1.Allotment allotment) {
    return new Allotment(
        read(allotment.getAccount()),
        new Boot(allotment.getBoot()),
        allotment.getAllottedMilli(),
        allotment.getSpentMilli(),
        allotment.getClosed(),
        allotment.getExhausted());
  }

  private static V1.Account write(Account account) {
    return V1.Account.newBuilder()
        .setTenant(account.limit().tenant())
        .setLimit(account.limit().limit())
        .setStartSeconds(account.period().startSeconds())
        .setEndSeconds(account.period().endSeconds())
        .build();
  }

  private static Account read(V1.Account account) {
    return new Account(
        new LimitKey(account.getTenant(), account.getLimit()),
        new Period(account.getStartSeconds(), account.getEndSeconds()));
  }
}
