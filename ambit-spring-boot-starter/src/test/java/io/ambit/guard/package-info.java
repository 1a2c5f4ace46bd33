@NullMarked
package io.ambit.guard;

import org.jspecify.annotations.NullMarked;
