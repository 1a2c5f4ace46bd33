/** What goes wrong, as data: drawn ahead, replayed exactly, and shrunk to what matters. */
@NullMarked
package io.ambit.simulator.fault;

import org.jspecify.annotations.NullMarked;
