/**
 * The recipes of docs/integrations, played: the very files that are documented, in the proxies they
 * are for, in front of an edge that answers, is slow, or is not there.
 */
@NullMarked
package io.ambit.edge.integrations;

import org.jspecify.annotations.NullMarked;
