/**
 * A process outside all regions that says which regions it reaches: the third party that two
 * regions need before one of them may be found lost.
 */
@NullMarked
package io.ambit.region.witness;

import org.jspecify.annotations.NullMarked;
