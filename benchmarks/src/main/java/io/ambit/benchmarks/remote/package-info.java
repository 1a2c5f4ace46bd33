/** What a decision costs that asks a Redis, on the same machine and with nothing else to do. */
@NullMarked
package io.ambit.benchmarks.remote;

import org.jspecify.annotations.NullMarked;
