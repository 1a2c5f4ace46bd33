/**
 * The regional controller as a process: configuration, and the wiring of its doors to its core. It
 * holds leases from the arbiter, gives leases to its region's edges, and relays policy to them.
 */
@NullMarked
package io.ambit.region;

import org.jspecify.annotations.NullMarked;
