/**
 * The checks once more, on a port of their own and on Netty alone: for proxies that ask about every
 * request. What is asked and answered is the same to the letter as at the web server's port.
 */
@NullMarked
package io.ambit.edge.door.fast;

import org.jspecify.annotations.NullMarked;
