package io.ambit.edge.settlement;

import io.ambit.edge.admission.Charge;

/**
 * What the id of an admitted request says.
 *
 * @param number counts the decisions of this boot, from 1
 */
public record Receipt(long number, Charge charge) {}
