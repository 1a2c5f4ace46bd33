/**
 * What regional controllers say to each other, by HTTP and past everything global: whether they
 * hear the arbiter, and for how long they vow that they do not.
 */
@NullMarked
package io.ambit.region.door.peer;

import org.jspecify.annotations.NullMarked;
