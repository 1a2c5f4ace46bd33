package io.ambit.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** What a suite came to, as a page: ratios first, then times and what was allocated. */
final class Report {
  private final Suite suite;
  private final List<List<Measured>> rounds;
  private final StringBuilder page = new StringBuilder();
  private boolean allMet = true;

  Report(Suite suite, List<List<Measured>> rounds) {
    this.suite = suite;
    this.rounds = rounds;
  }

  /** The page; call first. */
  String write(String command, String commit, String machine) {
    line("# " + suite.about());
    line("");
    line(
        ("`%s` at commit `%s`, on %s. %d rounds, each benchmark once in a JVM of its own per round;"
                + " medians over rounds, least and most in brackets.")
            .formatted(command, commit, machine, rounds.size()));
    line("");
    line("| ratio | with | bound | measured | |");
    line("|---|---|---|---|---|");
    suite.ratios().forEach(this::lines);
    suite.ceilings().forEach(this::line);
    line("");
    line("| benchmark | with | per operation | one in a thousand | bytes allocated | laps kept |");
    line("|---|---|---|---|---|---|");
    rounds.getFirst().forEach(each -> line(each.name(), each.parameters()));
    return page.toString();
  }

  /** Whether every bound was met. */
  boolean allMet() {
    return allMet;
  }

  private void lines(Ratio ratio) {
    boolean any = false;
    for (String parameters : parameters()) {
      if (ratio.with().isEmpty() || ratio.with().equals(parameters)) {
        any |= line(ratio, parameters);
      }
    }
    if (!any && ratio.isBound()) {
      allMet = false;
      line("| %s | | %s | no lap counted | **missed** |".formatted(ratio.about(), bound(ratio)));
    }
  }

  private void line(Suite.Ceiling ceiling) {
    double[] tails = sorted(ceiling.of(), "", Measured::tailNanos);
    boolean met = median(tails) <= ceiling.tailNanos();
    allMet &= met;
    line(
        "| %s | | ≤ %s | %s | %s |"
            .formatted(
                ceiling.about(),
                time(ceiling.tailNanos()),
                time(median(tails)),
                met ? "met" : "**missed**"));
  }

  /** Returns whether there was anything to tell. */
  private boolean line(Ratio ratio, String parameters) {
    double[] values =
        rounds.stream()
            .mapToDouble(
                round ->
                    nanos(round, ratio.of(), parameters) / nanos(round, ratio.to(), parameters))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (values.length == 0) {
      return false;
    }
    boolean met = median(values) <= ratio.atMost();
    allMet &= met;
    line(
        "| %s | %s | %s | %s | %s |"
            .formatted(
                ratio.about(),
                parameters,
                bound(ratio),
                range(values, ratio),
                ratio.isBound() ? met ? "met" : "**missed**" : ""));
    return true;
  }

  /** What is faster is told by how much faster it is. */
  private static String bound(Ratio ratio) {
    return !ratio.isBound()
        ? "–"
        : ratio.atMost() < 1
            ? "≥ %s× faster".formatted(number(1 / ratio.atMost()))
            : "≤ %s×".formatted(number(ratio.atMost()));
  }

  private static String range(double[] values, Ratio ratio) {
    boolean faster = ratio.isBound() ? ratio.atMost() < 1 : median(values) < 1;
    double least = values[0];
    double most = values[values.length - 1];
    return faster
        ? "%s× faster (%s–%s)"
            .formatted(number(1 / median(values)), number(1 / most), number(1 / least))
        : "%s× (%s–%s)".formatted(number(median(values)), number(least), number(most));
  }

  private void line(String name, String parameters) {
    double[] nanos = sorted(name, parameters, Measured::nanos);
    line(
        "| %s | %s | %s (%s–%s) | %s | %s | %s |"
            .formatted(
                name,
                parameters,
                time(median(nanos)),
                time(nanos[0]),
                time(nanos[nanos.length - 1]),
                otherwiseEmpty(sorted(name, parameters, Measured::tailNanos), Report::time),
                number(median(sorted(name, parameters, Measured::bytes))),
                otherwiseEmpty(
                    sorted(name, parameters, Measured::kept),
                    part -> "%.0f %%".formatted(100 * part))));
  }

  private static String otherwiseEmpty(double[] sorted, DoubleFunction<String> shown) {
    return Double.isNaN(median(sorted)) ? "" : shown.apply(median(sorted));
  }

  private SortedSet<String> parameters() {
    SortedSet<String> parameters = new TreeSet<>();
    rounds.getFirst().forEach(each -> parameters.add(each.parameters()));
    return parameters;
  }

  private static double nanos(List<Measured> round, String name, String parameters) {
    return value(round, name, parameters, Measured::nanos);
  }

  private double[] sorted(String name, String parameters, ToDoubleFunction<Measured> value) {
    return rounds.stream()
        .mapToDouble(round -> value(round, name, parameters, value))
        .sorted()
        .toArray();
  }

  private static double value(
      List<Measured> round, String name, String parameters, ToDoubleFunction<Measured> value) {
    return round.stream()
        .filter(each -> each.name().equals(name) && each.parameters().equals(parameters))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static String time(double nanos) {
    return nanos < 10_000 ? number(nanos) + " ns" : number(nanos / 1_000) + " µs";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
