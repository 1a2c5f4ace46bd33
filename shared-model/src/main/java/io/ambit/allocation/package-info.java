/**
 * Who gets how much of what a node may give. Pure functions from claims to shares whose sum is an
 * equality.
 */
@NullMarked
package io.ambit.allocation;

import org.jspecify.annotations.NullMarked;
