@NullMarked
package io.ambit.wire;

import org.jspecify.annotations.NullMarked;
