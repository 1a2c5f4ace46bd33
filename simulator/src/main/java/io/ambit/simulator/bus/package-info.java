/**
 * Logs with Kafka's semantics as far as the cores can tell: an order per topic, compaction, readers
 * that fall behind and read twice, appends of unknown outcome, and owners that are fenced.
 */
@NullMarked
package io.ambit.simulator.bus;

import org.jspecify.annotations.NullMarked;
