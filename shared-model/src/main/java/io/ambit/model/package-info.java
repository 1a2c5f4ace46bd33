/**
 * The words operators use: budgets, limits, regions, and the policy records that carry them. Values
 * only, checked when made; every tier speaks them and none may change them in place.
 */
@NullMarked
package io.ambit.model;

import org.jspecify.annotations.NullMarked;
