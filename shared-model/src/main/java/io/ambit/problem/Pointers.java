package io.ambit.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes where in a request something stands, in the form of {@link FieldFault#pointer}. */
public final class Pointers {
  /** The whole body. */
  public static final String BODY = "#";

  private static final int MAX_STEP = 100;
  private static final Pattern STEP = Pattern.compile("[^.\\[\\]]+|\\[([^\\]]*)]");

  private Pointers() {}

  /** Member names and indices from the body's root, as in {@code List.of("spec", "limits", 0)}. */
  public static String body(List<?> steps) {
    StringBuilder pointer = new StringBuilder(BODY);
    steps.forEach(step -> pointer.append('/').append(escape(abbreviate(step.toString()))));
    return pointer.toString();
  }

  /** A Java property path, as in {@code spec.limits[0].quota}. */
  public static String property(String path) {
    StringBuilder pointer = new StringBuilder(BODY);
    Matcher steps = STEP.matcher(path);
    while (steps.find()) {
      String step = steps.group(1) == null ? steps.group() : steps.group(1);
      if (!step.startsWith("<")) {
        pointer.append('/').append(escape(abbreviate(step)));
      }
    }
    return pointer.toString();
  }

  public static String header(String name) {
    return "header:" + name;
  }

  public static String query(String name) {
    return "query:" + name;
  }

  public static String path(String name) {
    return "path:" + name;
  }

  private static String abbreviate(String step) {
    return step.length() <= MAX_STEP ? step : step.substring(0, MAX_STEP) + "...";
  }

  /** RFC 6901: tilde and slash first, then whatever a URI fragment may not hold. */
  private static String escape(String step) {
    StringBuilder escaped = new StringBuilder();
    String pointer = step.replace("~", "~0").replace("/", "~1");
    for (byte b : pointer.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) b)) {
        escaped.append((char) b);
      } else {
        escaped.append("%%%02X".formatted(b));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~!$&'()*+,;=:@".indexOf(c) >= 0;
  }
}
