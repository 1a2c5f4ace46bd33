package io.ambit.model;

import org.jspecify.annotations.Nullable;

/**
 * One committed piece of operator intent: an object as of now, or that it is gone.
 *
 * @param revision its place in the authority's log, from 1; unique and rising over all objects; 0
 *     while it is not committed
 * @param generation counts the versions of this object, from 1
 * @param spec null exactly if the object is deleted
 * @param request names the request that wanted it, so that it is done once however often it is
 *     made; empty if it has no name
 */
public record PolicyRecord(
    PolicyKey key,
    long revision,
    long generation,
    @Nullable PolicySpec spec,
    long createTimeMillis,
    long updateTimeMillis,
    String actor,
    String reason,
    String request) {
  /** In whose name the arbiter itself writes. */
  public static final String ARBITER = "ambit";

  public PolicyRecord {
    Bounds.require("revision", revision, 0, Long.MAX_VALUE);
    Bounds.require("generation", generation, 1, Long.MAX_VALUE);
    Texts.require("actor", actor);
    Texts.require("reason", reason);
    Texts.require("request", request);
    if (spec != null && !key.kind().fits(spec)) {
      throw new IllegalArgumentException("spec: does not fit " + key);
    }
  }

  /** Wanted by a request without a name. */
  public PolicyRecord(
      PolicyKey key,
      long revision,
      long generation,
      @Nullable PolicySpec spec,
      long createTimeMillis,
      long updateTimeMillis,
      String actor,
      String reason) {
    this(key, revision, generation, spec, createTimeMillis, updateTimeMillis, actor, reason, "");
  }

  /** Whether {@code name} is that of the request which wanted it. */
  public boolean isWantedBy(String name) {
    return !name.isEmpty() && name.equals(request);
  }

  /** Whether nobody asked for it: the arbiter wrote it by itself. */
  public boolean isArbiters() {
    return actor.equals(ARBITER);
  }

  public boolean deleted() {
    return spec == null;
  }

  /** The same record at its place in the log. */
  public PolicyRecord at(long newRevision) {
    return new PolicyRecord(
        key,
        newRevision,
        generation,
        spec,
        createTimeMillis,
        updateTimeMillis,
        actor,
        reason,
        request);
  }
}
