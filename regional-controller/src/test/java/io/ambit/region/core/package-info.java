/** What the regional core promises, step by step under a clock the test turns. */
@NullMarked
package io.ambit.region.core;

import org.jspecify.annotations.NullMarked;
