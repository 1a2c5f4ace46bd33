@NullMarked
package io.ambit.region.door.http;

import org.jspecify.annotations.NullMarked;
