/** What every process may rely on of its loop. */
@NullMarked
package io.ambit.runtime;

import org.jspecify.annotations.NullMarked;
