package io.ambit.lease;

import java.util.Optional;

/** What became of somebody's word that a child is gone for good. */
public sealed interface Removal {
  /**
   * How long a child must not have been heard of to be taken for gone: several leases, and far
   * longer than what only delays a report. Silence proves nothing of what it may be using; it only
   * keeps the wrong name from being taken for gone.
   */
  long SILENT_MILLIS = 10_000;

  /** Nothing is charged to a child of that name. */
  record Unknown() implements Removal {}

  /**
   * It is there, as far as anybody can tell.
   *
   * @param silentMillis for how long it was not heard of, less than {@link #SILENT_MILLIS}
   */
  record Present(long silentMillis) implements Removal {}

  /**
   * It is taken for gone.
   *
   * @param record what is left to be charged, to be appended; empty if the last one says so already
   * @param leaseMillis for how long a lease that it may be using is charged; 0 if none is
   */
  record Gone(Optional<Grants> record, long leaseMillis) implements Removal {}
}
