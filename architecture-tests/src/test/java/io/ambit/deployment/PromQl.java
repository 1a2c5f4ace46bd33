package io.ambit.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics and labels a PromQL expression reads. No parser: it blanks out strings, ranges and
 * groupings, and takes every name that is left and is no function or operator for a metric, so an
 * unusual spelling shows up as an unknown metric rather than slipping through.
 */
final class PromQl {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])([a-zA-Z_:][\\w:]*)\\s*(\\(|\\{[^}]*})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "inf", "nan");

  /** A metric and the labels it is selected by. */
  record Selector(String metric, Set<String> labels) {}

  private PromQl() {}

  static List<Selector> selectors(String expression) {
    String bare = GROUPING.matcher(blanked(expression)).replaceAll(" ");
    List<Selector> selectors = new ArrayList<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      String braces = name.group(2) == null ? "" : name.group(2);
      if (!braces.equals("(") && !OPERATORS.contains(name.group(1))) {
        selectors.add(new Selector(name.group(1), labels(braces)));
      }
    }
    return selectors;
  }

  /** The labels the expression groups or joins by. */
  static Set<String> groupings(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher grouping = GROUPING.matcher(blanked(expression));
    while (grouping.find()) {
      for (String label : grouping.group(1).split(",", -1)) {
        if (!label.isBlank()) {
          labels.add(label.strip());
        }
      }
    }
    return labels;
  }

  private static String blanked(String expression) {
    return RANGE.matcher(STRING.matcher(expression).replaceAll("\"\"")).replaceAll(" ");
  }

  private static Set<String> labels(String braces) {
    Set<String> labels = new TreeSet<>();
    Matcher label = LABEL.matcher(braces);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }
}
