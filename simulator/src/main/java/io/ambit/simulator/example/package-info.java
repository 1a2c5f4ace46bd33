/**
 * Rules of the contract, each shown on the real classes by the shortest story that needs it. What a
 * sweep may miss because it is rare, a story tells in a millisecond.
 */
@NullMarked
package io.ambit.simulator.example;

import org.jspecify.annotations.NullMarked;
