package io.ambit.lease;

import java.util.regex.Pattern;

/**
 * One incarnation of a process: 128 random bits as 32 hex digits, drawn at its start. Counters,
 * send times and answers belong to one boot and mean nothing to another.
 */
public record Boot(String id) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public Boot {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("boot: not 32 hex digits");
    }
  }

  /** The boot named by two random words. */
  public static Boot of(long high, long low) {
    return new Boot("%016x%016x".formatted(high, low));
  }

  @Override
  public String toString() {
    return id.substring(0, 8);
  }
}
