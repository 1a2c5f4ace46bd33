/**
 * The local stack: a real Kafka broker, a real Redis and the services, each an operating-system
 * process of its own that can be killed alone. {@link io.ambit.stack.Stack} describes the processes
 * as data, {@link io.ambit.stack.LocalStack} starts, watches and stops them; there is no
 * supervisor, so nothing ever restarts by itself.
 */
@NullMarked
package io.ambit.stack;

import org.jspecify.annotations.NullMarked;
