/**
 * Open-loop traffic against edges: requests are sent when the clock says so, whatever has become of
 * the earlier ones, so a slow edge cannot slow its own load down, and waiting counts as latency.
 */
@NullMarked
package io.ambit.stack.load;

import org.jspecify.annotations.NullMarked;
