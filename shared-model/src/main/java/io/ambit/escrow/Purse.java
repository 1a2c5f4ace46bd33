package io.ambit.escrow;

/**
 * One account as the gate may spend it, in milli-units.
 *
 * @param spentMilli what is known to be spent: where the gate counts from if it is new there
 * @param capMilli the gate's counter goes no higher
 * @param exhausted there will be no more in this period
 */
public record Purse(Account account, long spentMilli, long capMilli, boolean exhausted) {}
