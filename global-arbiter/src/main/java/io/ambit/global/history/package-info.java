/**
 * What tenants used in the last quarter of an hour, for plots. Soft state: nothing is decided by
 * it.
 */
@NullMarked
package io.ambit.global.history;

import org.jspecify.annotations.NullMarked;
