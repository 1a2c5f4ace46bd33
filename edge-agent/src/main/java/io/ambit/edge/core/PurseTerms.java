package io.ambit.edge.core;

import io.ambit.escrow.Account;

/**
 * What the gate may spend of one period, in milli-units, with the period's ends on this process's
 * own monotonic clock.
 *
 * @param spentMilli where the gate counts from if it did not count this period yet
 * @param capMilli how far it may count
 * @param exhausted there is no more to come in this period
 */
public record PurseTerms(
    Account account,
    long spentMilli,
    long capMilli,
    long fromNanos,
    long untilNanos,
    boolean exhausted) {}
