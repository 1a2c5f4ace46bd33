/**
 * The region's soft state in Redis: who is there, for other replicas and for people. It evaporates,
 * and nothing is decided by it.
 */
@NullMarked
package io.ambit.region.door.redis;

import org.jspecify.annotations.NullMarked;
