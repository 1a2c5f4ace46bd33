/**
 * Every schedule of a tiny world that departs from the usual course in at most so many places: what
 * random seeds leave out because it is rare, a search finds because it leaves nothing out.
 */
@NullMarked
package io.ambit.simulator.search;

import org.jspecify.annotations.NullMarked;
