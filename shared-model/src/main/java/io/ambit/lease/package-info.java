/**
 * The lease tree. A node holds leases from its parent and gives leases to its children; region and
 * arbiter run the same {@link io.ambit.lease.LeaseParent}, edge and region the same {@link
 * io.ambit.lease.HeldLeases}. Time is an argument, everything is whole milli-units.
 */
@NullMarked
package io.ambit.lease;

import org.jspecify.annotations.NullMarked;
