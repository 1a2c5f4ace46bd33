/**
 * The global arbiter's decisions: which command becomes a record, what the log then says, and who
 * of the regions gets how much of every tenant's budget. A command changes nothing; only reading a
 * record back from the log does. Pure: time is an argument, answers are effects.
 */
@NullMarked
package io.ambit.global.core;

import org.jspecify.annotations.NullMarked;
