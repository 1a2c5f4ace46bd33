/** What both HTTP tiers promise about refusals, on a real Tomcat. */
@NullMarked
package io.ambit.problem;

import org.jspecify.annotations.NullMarked;
