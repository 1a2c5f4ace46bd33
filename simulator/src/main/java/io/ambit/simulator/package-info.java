/**
 * Runs the real cores of all three tiers under virtual time, on a network, logs and clocks that
 * fail as told, and checks what must hold after every event. One seed is one run: whoever has the
 * seed has the failure.
 */
@NullMarked
package io.ambit.simulator;

import org.jspecify.annotations.NullMarked;
