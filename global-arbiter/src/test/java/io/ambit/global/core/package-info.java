/** What the arbiter decides: examples, and promises over many seeds of a log that misbehaves. */
@NullMarked
package io.ambit.global.core;

import org.jspecify.annotations.NullMarked;
