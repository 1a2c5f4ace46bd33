/** What choosing among backends promises. */
@NullMarked
package io.ambit.edge.backend;

import org.jspecify.annotations.NullMarked;
