@NullMarked
package io.ambit.fencing;

import org.jspecify.annotations.NullMarked;
