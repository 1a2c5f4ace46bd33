/**
 * The broker of the local stack: Kafka's own KRaft server, started from its Maven artifacts with
 * settings for one small machine.
 */
@NullMarked
package io.ambit.stack.kafka;

import org.jspecify.annotations.NullMarked;
