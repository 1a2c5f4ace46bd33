/**
 * What every process is built with around its core: the single-threaded loop, and the plumbing of
 * the Kafka doors (reading on from anywhere, writing without ever blocking the loop, keeping what
 * cannot be read). It contains no policy.
 */
@NullMarked
package io.ambit.runtime;

import org.jspecify.annotations.NullMarked;
