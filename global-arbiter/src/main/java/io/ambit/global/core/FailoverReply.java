package io.ambit.global.core;

/** What became of a {@link FailoverCommand}. */
public sealed interface FailoverReply {
  /**
   * It is on its way, and recorded.
   *
   * @param created false if it was known already
   */
  record Accepted(Failover failover, boolean created) implements FailoverReply {}

  /** A dry run would have begun this. */
  record WouldStart(Failover failover) implements FailoverReply {}

  /**
   * Nothing was begun.
   *
   * @param detail a sentence for operators
   */
  record Refused(Why why, String detail) implements FailoverReply {}

  /** Why nothing was begun. */
  enum Why {
    /** There is no such failover. */
    NOT_FOUND,
    /** A failover of that name, or with that key, wants something else. */
    OTHER_REQUEST,
    /** What is asked for cannot be, whenever it is asked. */
    IMPOSSIBLE,
    /** Something else is under way that has to end first. */
    UNDER_WAY,
    /** A region that has to answer does not. */
    SILENT,
    /** The log is not read back yet, or does not answer. */
    NOT_READY,
    /** Too much waits. */
    BUSY,
    /** It may be recorded or not. */
    OUTCOME_UNKNOWN
  }
}
