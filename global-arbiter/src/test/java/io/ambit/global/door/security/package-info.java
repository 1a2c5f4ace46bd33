/** Who is let in. */
@NullMarked
package io.ambit.global.door.security;

import org.jspecify.annotations.NullMarked;
