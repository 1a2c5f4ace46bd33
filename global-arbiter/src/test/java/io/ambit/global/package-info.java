/**
 * The arbiter as a process against a real broker and a real Redis, both processes of their own that
 * are really killed. The regions are played by the test.
 */
@NullMarked
package io.ambit.global;

import org.jspecify.annotations.NullMarked;
