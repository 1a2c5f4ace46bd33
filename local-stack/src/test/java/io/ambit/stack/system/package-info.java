/**
 * The promises of the whole system, on a running stack of real processes: what a tenant's budget
 * means to the world, how soon a change is everywhere, and what the loss of any part costs. One
 * stack serves all of them; each has tenants of its own, and finds every process running.
 */
@NullMarked
package io.ambit.stack.system;

import org.jspecify.annotations.NullMarked;
