/** What the doors refuse and how, over a socket, so that what is sent is what is written. */
@NullMarked
package io.ambit.edge.door.http;

import org.jspecify.annotations.NullMarked;
