/**
 * The operator API: objects in the operator's own units, every write with a precondition, every
 * refusal a problem that points at the field. It reads the core through its loop and never keeps
 * anything itself.
 */
@NullMarked
package io.ambit.global.door.http;

import org.jspecify.annotations.NullMarked;
