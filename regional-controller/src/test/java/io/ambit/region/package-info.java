/**
 * The regional controller between a real broker and a real Redis, with the test as arbiter and
 * edges.
 */
@NullMarked
package io.ambit.region;

import org.jspecify.annotations.NullMarked;
