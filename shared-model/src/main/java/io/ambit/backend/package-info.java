/**
 * Who says it is there to serve requests. Backends announce themselves to any edge, and edges and
 * their region pass it on; nobody is the authority, the latest news wins, and what is not renewed
 * evaporates. Pure.
 */
@NullMarked
package io.ambit.backend;

import org.jspecify.annotations.NullMarked;
