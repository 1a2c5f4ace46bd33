/**
 * Leaves of the lease tree: buckets inside proxies that admit by themselves what this edge assigns
 * them for a second or two. Who of them may be using how much, what is left for the edge's own
 * gate, and what each is to be told next. Pure: time is an argument, answers are values.
 */
@NullMarked
package io.ambit.edge.core.leaf;

import org.jspecify.annotations.NullMarked;
