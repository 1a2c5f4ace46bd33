package io.ambit.wire;

import io.ambit.model.Budget;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillTable;
import io.ambit.model.WriteHome;
import io.ambit.wire.v1.V1;
import io.ambit.wire.v1.V1.PolicyRecord.SpecCase;
import org.jspecify.annotations.Nullable;

/** Policy records. The record's key, its value and the kind of its spec must all agree. */
final class PolicyCodec {
  private PolicyCodec() {}

  static V1.PolicyRecord write(PolicyRecord record) {
    V1.PolicyRecord.Builder builder =
        V1.PolicyRecord.newBuilder()
            .setKind(record.key().kind().word())
            .setName(record.key().name())
            .setGeneration(record.generation())
            .setDeleted(record.deleted())
            .setCreateTimeMillis(record.createTimeMillis())
            .setUpdateTimeMillis(record.updateTimeMillis())
            .setActor(record.actor())
            .setReason(record.reason())
            .setRequest(record.request())
            .setRevision(record.revision());
    writeSpec(builder, record.spec());
    return builder.build();
  }

  static PolicyRecord read(String key, V1.PolicyRecord record, long revision) {
    return new PolicyRecord(
        agreedKey(key, record.getKind() + "/" + record.getName()),
        record.getRevision() == 0 ? revision : record.getRevision(),
        record.getGeneration(),
        readSpec(record),
        record.getCreateTimeMillis(),
        record.getUpdateTimeMillis(),
        record.getActor(),
        record.getReason(),
        record.getRequest());
  }

  private static PolicyKey agreedKey(String recordKey, String valueKey) {
    if (!recordKey.equals(valueKey)) {
      throw new IllegalArgumentException(
          "key: '%.130s' (expected: '%.130s' as in the value)".formatted(recordKey, valueKey));
    }
    return PolicyKey.parse(recordKey);
  }

  private static void writeSpec(V1.PolicyRecord.Builder builder, @Nullable PolicySpec spec) {
    if (spec == null) {
      return;
    }
    switch (spec) {
      case Budget budget -> builder.setBudget(BudgetCodec.write(budget));
      case RegionDeclaration region -> builder.setRegion(write(region));
      case FailoverPolicy policy -> builder.setFailoverPolicy(FailoverCodec.write(policy));
      case SafetyRules rules -> builder.setSafetyRules(FailoverCodec.write(rules));
      case SpillTable table -> builder.setSpillTable(FailoverCodec.write(table));
      case WriteHome home -> builder.setWriteHome(write(home));
    }
  }

  private static @Nullable PolicySpec readSpec(V1.PolicyRecord record) {
    if (record.getDeleted() != (record.getSpecCase() == SpecCase.SPEC_NOT_SET)) {
      throw new IllegalArgumentException(
          "deleted: %s, spec: %s (expected: a spec exactly if not deleted)"
              .formatted(record.getDeleted(), record.getSpecCase()));
    }
    return switch (record.getSpecCase()) {
      case BUDGET -> BudgetCodec.read(record.getBudget());
      case REGION -> read(record.getRegion());
      case FAILOVER_POLICY -> FailoverCodec.read(record.getFailoverPolicy());
      case SAFETY_RULES -> FailoverCodec.read(record.getSafetyRules());
      case SPILL_TABLE -> FailoverCodec.read(record.getSpillTable());
      case WRITE_HOME -> read(record.getWriteHome());
      case SPEC_NOT_SET -> null;
    };
  }

  private static V1.RegionSpec write(RegionDeclaration region) {
    return V1.RegionSpec.newBuilder()
        .setCapacityPerSecond(region.capacityPerSecond())
        .setWeight(region.weight())
        .setAdminState(Choices.write(region.adminState()))
        .setTurnedDown(region.turnedDown())
        .build();
  }

  private static RegionDeclaration read(V1.RegionSpec region) {
    return new RegionDeclaration(
        region.getCapacityPerSecond(),
        region.getWeight(),
        Choices.read("adminState", AdminState.class, region.getAdminState()),
        region.getTurnedDown());
  }

  private static V1.WriteHomeSpec write(WriteHome home) {
    String target = home.target();
    return V1.WriteHomeSpec.newBuilder()
        .setHome(home.home())
        .setEpoch(home.epoch())
        .setState(Choices.write(home.state()))
        .setTarget(target == null ? "" : target)
        .setFailover(home.failover())
        .setUnplanned(home.unplanned())
        .setAwaitsMarks(home.awaitsMarks())
        .build();
  }

  private static WriteHome read(V1.WriteHomeSpec home) {
    return new WriteHome(
        home.getHome(),
        home.getEpoch(),
        Choices.read("state", WriteHome.State.class, home.getState()),
        home.getTarget().isEmpty() ? null : home.getTarget(),
        home.getFailover(),
        home.getUnplanned(),
        home.getAwaitsMarks());
  }
}
