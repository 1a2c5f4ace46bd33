/** Who may use the operator API: bearer tokens, three roles, no passwords, no sessions. */
@NullMarked
package io.ambit.global.door.security;

import org.jspecify.annotations.NullMarked;
