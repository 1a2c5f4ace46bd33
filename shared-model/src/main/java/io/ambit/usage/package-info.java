/**
 * What was offered and admitted, as cumulative counters per incarnation, and the demand read from
 * them.
 */
@NullMarked
package io.ambit.usage;

import org.jspecify.annotations.NullMarked;
