/**
 * What the region reads from and writes to its logs: its own cluster for edges, the global one for
 * the arbiter.
 */
@NullMarked
package io.ambit.region.door.kafka;

import org.jspecify.annotations.NullMarked;
