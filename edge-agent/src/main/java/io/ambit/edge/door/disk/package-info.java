/**
 * Last known good: what the edge needs to answer after a restart with everything above it dead,
 * kept in one file that is replaced whole. Writing happens on a thread of its own.
 */
@NullMarked
package io.ambit.edge.door.disk;

import org.jspecify.annotations.NullMarked;
