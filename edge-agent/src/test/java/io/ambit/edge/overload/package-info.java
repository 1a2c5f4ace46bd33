/** What the protection of a resource promises. */
@NullMarked
package io.ambit.edge.overload;

import org.jspecify.annotations.NullMarked;
