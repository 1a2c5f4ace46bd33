/** Traffic between regions. */
@NullMarked
package io.ambit.failover;

import org.jspecify.annotations.NullMarked;
