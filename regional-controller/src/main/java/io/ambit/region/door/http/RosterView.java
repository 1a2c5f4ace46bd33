package io.ambit.region.door.http;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the soft state shows, wherever it is kept.
 *
 * @param isGone whether it did not answer when last asked
 * @param names the edges that any controller of this region heard lately
 */
public record RosterView(BooleanSupplier isGone, Supplier<List<String>> names) {}
