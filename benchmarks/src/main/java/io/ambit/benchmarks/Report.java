package io.ambit.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

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
    for (Ratio ratio : suite.ratios()) {
      parameters().forEach(parameters -> line(ratio, parameters));
    }
    line("");
    line("| benchmark | with | per operation | bytes allocated |");
    line("|---|---|---|---|");
    rounds.getFirst().forEach(each -> line(each.name(), each.parameters()));
    return page.toString();
  }

  /** Whether every bound was met. */
  boolean allMet() {
    return allMet;
  }

  private void line(Ratio ratio, String parameters) {
    double[] values =
        rounds.stream()
            .mapToDouble(
                round ->
                    nanos(round, ratio.of(), parameters) / nanos(round, ratio.to(), parameters))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (values.length == 0) {
      return;
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
    double[] micros =
        rounds.stream().mapToDouble(r -> nanos(r, name, parameters) / 1_000).sorted().toArray();
    double[] bytes =
        rounds.stream().mapToDouble(r -> bytes(r, name, parameters)).sorted().toArray();
    line(
        "| %s | %s | %s µs (%s–%s) | %s |"
            .formatted(
                name,
                parameters,
                number(median(micros)),
                number(micros[0]),
                number(micros[micros.length - 1]),
                number(median(bytes))));
  }

  private SortedSet<String> parameters() {
    SortedSet<String> parameters = new TreeSet<>();
    rounds.getFirst().forEach(each -> parameters.add(each.parameters()));
    return parameters;
  }

  private static double nanos(List<Measured> round, String name, String parameters) {
    return round.stream()
        .filter(each -> each.name().equals(name) && each.parameters().equals(parameters))
        .mapToDouble(Measured::nanos)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double bytes(List<Measured> round, String name, String parameters) {
    return round.stream()
        .filter(each -> each.name().equals(name) && each.parameters().equals(parameters))
        .mapToDouble(Measured::bytes)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
