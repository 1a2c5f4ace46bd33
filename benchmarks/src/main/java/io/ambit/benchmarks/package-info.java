/**
 * Measures hot paths side by side with what they are compared to, round by round, and reports
 * ratios: a time alone says more about the machine than about the code.
 */
@NullMarked
package io.ambit.benchmarks;

import org.jspecify.annotations.NullMarked;
