/**
 * The region's Kafka: operator intent and grants come down, reports go up. Nothing a request waits
 * for.
 */
@NullMarked
package io.ambit.edge.door.kafka;

import org.jspecify.annotations.NullMarked;
