package io.ambit.escrow;

/**
 * What the gate did with an account since this boot began, in milli-units.
 *
 * @param spentMilli what went, refunds taken off; more than there was if settled requests took more
 * @param shortMilli the largest cost refused for want of units since the last reading; 0 if none
 * @param refusedMilli all of them together
 */
public record Spent(Account account, long spentMilli, long shortMilli, long refusedMilli) {}
