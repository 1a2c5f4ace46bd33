/**
 * Breaks a running stack on purpose and checks what it promised: owners are killed or made to stand
 * still under steady load while every admission and every acknowledged write is remembered.
 */
@NullMarked
package io.ambit.stack.rig;

import org.jspecify.annotations.NullMarked;
