/**
 * The global arbiter as a process: configuration, and the wiring of its doors to its core. It keeps
 * what operators want in the log of operator intent, and gives every region its part of every
 * tenant's budget.
 */
@NullMarked
package io.ambit.global;

import org.jspecify.annotations.NullMarked;
