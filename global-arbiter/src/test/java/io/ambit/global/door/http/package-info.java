/** How requests are answered. */
@NullMarked
package io.ambit.global.door.http;

import org.jspecify.annotations.NullMarked;
