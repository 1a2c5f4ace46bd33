@NullMarked
package io.ambit.home;

import org.jspecify.annotations.NullMarked;
