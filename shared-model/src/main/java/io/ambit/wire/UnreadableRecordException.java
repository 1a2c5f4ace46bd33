package io.ambit.wire;

/**
 * A record that cannot be read. Its reader keeps the record aside with {@link #getMessage}, which
 * says what is wrong and what was expected in at most {@value #MAX_MESSAGE} characters, counts it
 * under {@link #reason}, and goes on. It has no stack trace: bad records may come in floods, and
 * where one was refused says nothing about it.
 */
public final class UnreadableRecordException extends Exception {
  /** The longest message, in characters. */
  public static final int MAX_MESSAGE = 400;

  private static final long serialVersionUID = 1;

  /** Why a record cannot be read. */
  public enum Reason {
    /** Larger than any record may be; its bytes were not looked at. */
    OVERSIZED,
    /** Not an envelope at all, or one cut short. */
    MALFORMED,
    /** Written by a newer major version, which means what an old reader would get wrong. */
    FUTURE_VERSION,
    /** A sound record of another kind than this topic carries. */
    WRONG_KIND,
    /** The right kind, but a value is missing, out of range or contradicts another. */
    INVALID
  }

  private final Reason reason;

  UnreadableRecordException(Reason reason, String message) {
    super(
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...");
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
