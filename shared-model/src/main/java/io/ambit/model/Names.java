package io.ambit.model;

/** The one form of every name: tenants, limits, regions, nodes, pools. */
public final class Names {
  /** Lower-case letters, digits and inner hyphens, 1 to 63 characters (a DNS label). */
  public static final String PATTERN = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  /** None comes before it. */
  static final String FIRST = "0";

  private static final int LONGEST = 63;

  private Names() {}

  /**
   * Whether {@code name} may name anything. Asked of every key that is made, so no matcher here.
   */
  public static boolean isValid(String name) {
    int last = name.length() - 1;
    if (last < 0 || last >= LONGEST || name.charAt(0) == '-' || name.charAt(last) == '-') {
      return false;
    }
    for (int i = 0; i <= last; i++) {
      if (!isAllowed(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
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
