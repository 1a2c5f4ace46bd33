/** The fences: what may know what. Each is shown to bite by an offender in a package called so. */
@NullMarked
package io.ambit.architecture;

import org.jspecify.annotations.NullMarked;
