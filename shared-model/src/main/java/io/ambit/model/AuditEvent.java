package io.ambit.model;

/**
 * One thing an operator did: who changed which object from which generation to which, when and why.
 *
 * @param id unique, and the same when the same event is told again
 * @param timeMillis wall clock, since 1970
 * @param kind what sort of object, as in its record key
 * @param generationBefore 0 if the object was not there
 * @param generationAfter 0 if the object is gone
 */
public record AuditEvent(
    String id,
    long timeMillis,
    String actor,
    String verb,
    String kind,
    String name,
    String reason,
    long generationBefore,
    long generationAfter) {
  public AuditEvent {
    Texts.require("id", id);
    Texts.require("actor", actor);
    Texts.require("verb", verb);
    Texts.require("kind", kind);
    Texts.require("name", name);
    Texts.require("reason", reason);
    Bounds.require("generationBefore", generationBefore, 0, Long.MAX_VALUE);
    Bounds.require("generationAfter", generationAfter, 0, Long.MAX_VALUE);
  }
}
