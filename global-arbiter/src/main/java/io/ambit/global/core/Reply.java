package io.ambit.global.core;

import io.ambit.model.PolicyRecord;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface Reply {
  /**
   * The record is in the log and was read back.
   *
   * @param created the object was not there before
   */
  record Committed(PolicyRecord record, boolean created) implements Reply {}

  /** The object already reads like that; nothing was written. */
  record Unchanged(PolicyRecord record) implements Reply {}

  /** A dry run would have committed this; its revision is that of the object as it is, or 0. */
  record WouldCommit(PolicyRecord record, boolean created) implements Reply {}

  /** The safety rules stand in the way, or what a plan rests on has changed. */
  record Blocked(Plan now, boolean outdated) implements Reply {}

  /**
   * Nothing was decided in the command's favour.
   *
   * @param held the object as it is, where that is why
   */
  record Refused(Refusal refusal, @Nullable PolicyRecord held) implements Reply {
    public static Refused because(Refusal refusal) {
      return new Refused(refusal, null);
    }
  }

  /** Why a command is refused. */
  enum Refusal {
    /** There is no such object to delete. */
    NOT_FOUND,
    /** The object is there and the command does not say which version it replaces. */
    PRECONDITION_REQUIRED,
    /** The object has changed since. */
    STALE,
    /** The object is there already. */
    EXISTS,
    /** The name of the request is that of another one. */
    OTHER_REQUEST,
    /** The object is not there, or not any more. */
    ABSENT,
    /** No more tenants, see {@link ArbiterCore#MAX_TENANTS}. */
    TOO_MANY_TENANTS,
    /** No more regions, see {@link ArbiterCore#MAX_REGIONS}. */
    TOO_MANY_REGIONS,
    /** The log is not read back yet. */
    NOT_READY,
    /** The log does not answer. */
    LOG_SILENT,
    /** Too many commands wait. */
    BUSY,
    /** An earlier write to this object is neither known to be in the log nor known not to be. */
    IN_DOUBT,
    /** This very write is: it may take effect yet. */
    OUTCOME_UNKNOWN
  }
}
