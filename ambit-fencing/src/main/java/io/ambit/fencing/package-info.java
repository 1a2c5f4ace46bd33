/**
 * The store's half of a write home. An edge that admits a write gives it a fencing token, the epoch
 * of the tenant's home; a thread may sleep between that and the write for as long as it likes, so
 * no lease can keep the write from arriving too late. The store can: it takes a write only with a
 * token that is at least the highest it has seen of the tenant, and remembers that in the same
 * transaction.
 */
@NullMarked
package io.ambit.fencing;

import org.jspecify.annotations.NullMarked;
