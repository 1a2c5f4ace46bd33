/** The fast door beside the web server's. */
@NullMarked
package io.ambit.edge.door.fast;

import org.jspecify.annotations.NullMarked;
