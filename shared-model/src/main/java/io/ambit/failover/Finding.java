package io.ambit.failover;

/**
 * What a safety rule says of a proposal.
 *
 * @param blocks whether it must not go; else it is only to be known
 */
public record Finding(Rule rule, boolean blocks, String message) {
  /** The rules. */
  public enum Rule {
    /** The region must be there. */
    KNOWN_REGION,
    /** What is asked for must not be so already. */
    CHANGES_SOMETHING,
    /** So many regions may be drained at once. */
    DRAINED_REGIONS,
    /** So much of all capacity may be drained at once. */
    DRAINED_CAPACITY,
    /** Those that stay must have room for all, or what is shed is accepted. */
    ROOM,
    /** What nobody declared cannot be counted on. */
    KNOWN_CAPACITY,
    /** One region moves at a time. */
    ONE_AT_A_TIME,
    /** Nothing rests on old news. */
    FRESH_EVIDENCE,
    /** Nobody but a person touches what a person has put there. */
    PINNED,
    /** Nothing is sent where others' traffic is not taken. */
    RECEIVERS
  }
}
