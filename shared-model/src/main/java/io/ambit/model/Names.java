package io.ambit.model;

import java.util.regex.Pattern;

/** The one form of every name: tenants, limits, regions, nodes, pools. */
public final class Names {
  /** Lower-case letters, digits and inner hyphens, 1 to 63 characters (a DNS label). */
  public static final String PATTERN = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);

  private Names() {}

  /** Whether {@code name} may name anything. */
  public static boolean isValid(String name) {
    return name.length() <= 63 && COMPILED.matcher(name).matches();
  }

  /**
   * Returns {@code name}, or throws an {@link IllegalArgumentException} that says which {@code
   * field} is wrong and what is expected.
   */
  public static String require(String field, String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: %s)".formatted(field, abbreviate(name), PATTERN));
    }
    return name;
  }

  private static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
