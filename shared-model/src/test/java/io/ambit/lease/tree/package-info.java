/**
 * The lease tree in miniature: one arbiter, two regions, four edges, run from a seed over a network
 * that loses, doubles, delays and reorders, on clocks that are a little wrong, with any process
 * crashing at any time. What is real is the code under test; all else is a stand-in.
 */
@NullMarked
package io.ambit.lease.tree;

import org.jspecify.annotations.NullMarked;
