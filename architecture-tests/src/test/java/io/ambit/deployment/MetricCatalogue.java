package io.ambit.deployment;

import io.ambit.deployment.PromQl.Selector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that exist, with their labels, read from the table in docs/operations.md: what is
 * documented there is what rules and dashboards may use.
 *
 * @param series every series name, those of histograms and timers spelled out, with the labels it
 *     carries
 */
record MetricCatalogue(Map<String, Set<String>> series) {
  static final String FILE = "docs/operations.md";

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(ambit_[a-z_]+)(?:\\{([a-z,]+)})?` \\| (counter|gauge|histogram|timer) \\|");
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of(""),
          "gauge", List.of(""),
          "histogram", List.of("_bucket", "_count", "_sum"),
          "timer", List.of("_count", "_sum", "_max"));

  /**
   * What Prometheus itself adds to whatever it scrapes; tier, region and node by
   * observability/prometheus.
   */
  private static final Set<String> TARGET_LABELS =
      Set.of("job", "instance", "tier", "region", "node");

  static MetricCatalogue of(DeploymentFiles files) {
    Map<String, Set<String>> series = new TreeMap<>();
    series.put("up", TARGET_LABELS);
    Matcher row = ROW.matcher(files.text(FILE));
    while (row.find()) {
      Set<String> labels = new TreeSet<>(TARGET_LABELS);
      if (row.group(2) != null) {
        labels.addAll(List.of(row.group(2).split(",", -1)));
      }
      for (String suffix : SUFFIXES.getOrDefault(row.group(3), List.of())) {
        series.put(row.group(1) + suffix, suffix.equals("_bucket") ? with(labels, "le") : labels);
      }
    }
    return new MetricCatalogue(series);
  }

  /** This catalogue and the recorded series, which carry the labels their rules group by. */
  MetricCatalogue withRecorded(Map<String, Set<String>> recorded) {
    Map<String, Set<String>> all = new TreeMap<>(series);
    all.putAll(recorded);
    return new MetricCatalogue(all);
  }

  /** Notes every metric and label of {@code expression} that does not exist. */
  void check(String where, String expression, Findings findings) {
    Set<String> carried = new TreeSet<>();
    for (Selector selector : PromQl.selectors(expression)) {
      Set<String> labels = series.getOrDefault(selector.metric(), Set.of());
      findings.expect(!labels.isEmpty(), where, "unknown metric " + selector.metric());
      carried.addAll(labels);
      for (String label : selector.labels()) {
        findings.expect(
            labels.isEmpty() || labels.contains(label),
            where,
            selector.metric() + " has no label " + label);
      }
    }
    for (String label : PromQl.groupings(expression)) {
      findings.expect(carried.contains(label), where, "nothing it reads has the label " + label);
    }
  }

  private static Set<String> with(Set<String> labels, String label) {
    Set<String> more = new TreeSet<>(labels);
    more.add(label);
    return more;
  }
}
