/**
 * Traffic that moves between regions: how much each can take of another's ({@link
 * io.ambit.failover.Waterfall}), what must be true before anything moves ({@link
 * io.ambit.failover.Check}), how soon and how often it may ({@link io.ambit.failover.Calm}), and
 * when a region counts as lost ({@link io.ambit.failover.RegionHealth}). Pure.
 */
@NullMarked
package io.ambit.failover;

import org.jspecify.annotations.NullMarked;
