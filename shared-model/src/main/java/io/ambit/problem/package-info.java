/**
 * How both HTTP tiers refuse: every answer that is not a success is an RFC 9457 problem that points
 * at the field at fault, whoever noticed it: our code, Spring, Jackson or Tomcat. A tier imports
 * {@link io.ambit.problem.ProblemConfiguration}, says how large a body may be, and throws {@link
 * io.ambit.problem.ProblemException} for what it refuses itself.
 */
@NullMarked
package io.ambit.problem;

import org.jspecify.annotations.NullMarked;
