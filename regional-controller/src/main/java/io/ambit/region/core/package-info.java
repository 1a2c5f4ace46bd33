/**
 * The regional controller's decisions: who of its edges gets how much of what the region holds,
 * what it tells the arbiter, and which policy its edges must know. Pure: time is an argument,
 * answers are effects.
 */
@NullMarked
package io.ambit.region.core;

import org.jspecify.annotations.NullMarked;
