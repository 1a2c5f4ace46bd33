/** What {@code ./dev} runs: one command per class or method, text for people on standard output. */
@NullMarked
package io.ambit.stack.cli;

import org.jspecify.annotations.NullMarked;
