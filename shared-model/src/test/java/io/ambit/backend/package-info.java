/** What news of backends promises. */
@NullMarked
package io.ambit.backend;

import org.jspecify.annotations.NullMarked;
