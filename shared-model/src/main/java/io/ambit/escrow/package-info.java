/**
 * Period budgets: amounts of which every unit may be spent once, held in escrow down the tree. A
 * parent allots to each boot of a child an amount that only grows, and what it allotted stays
 * charged until the period ends or a later boot says from disk what was spent; so the sum never
 * exceeds the quota, whatever is lost, doubled or late, and no clock need agree with another
 * (ADR-0015).
 */
@NullMarked
package io.ambit.escrow;

import org.jspecify.annotations.NullMarked;
