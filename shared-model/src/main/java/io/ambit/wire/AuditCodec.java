package io.ambit.wire;

import io.ambit.model.AuditEvent;
import io.ambit.wire.v1.V1;

/** Audit events. */
final class AuditCodec {
  private AuditCodec() {}

  static V1.AuditEvent write(AuditEvent event) {
    return V1.AuditEvent.newBuilder()
        .setId(event.id())
        .setTimeMillis(event.timeMillis())
        .setActor(event.actor())
        .setVerb(event.verb())
        .setKind(event.kind())
        .setName(event.name())
        .setReason(event.reason())
        .setGenerationBefore(event.generationBefore())
        .setGenerationAfter(event.generationAfter())
        .build();
  }

  static AuditEvent read(V1.AuditEvent event) {
    return new AuditEvent(
        event.getId(),
        event.getTimeMillis(),
        event.getActor(),
        event.getVerb(),
        event.getKind(),
        event.getName(),
        event.getReason(),
        event.getGenerationBefore(),
        event.getGenerationAfter());
  }
}
