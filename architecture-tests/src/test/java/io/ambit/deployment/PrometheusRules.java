package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds recording rules and alerts to the mixin style: names that say level, metric and operation;
 * alerts with a severity, a summary, a description and a runbook that exists; nothing read that
 * nobody writes; every alert shown to fire by a test that promtool runs.
 */
final class PrometheusRules {
  private static final String FOLDER = "observability/prometheus/rules";
  private static final String TESTS = "observability/prometheus/tests/alerts.test.yml";
  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  private PrometheusRules() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    MetricCatalogue metrics = catalogue(files);
    Set<String> alerts = new TreeSet<>();
    for (JsonNode rule : rules(files)) {
      String name = rule.path("alert").asText(rule.path("record").asText());
      metrics.check(name, rule.path("expr").asText(), findings);
      if (rule.has("alert")) {
        findings.expect(alerts.add(name), name, "is there twice");
        alert(name, rule, findings);
      } else {
        findings.expect(
            name.matches("[a-z_]+:ambit_[a-z_]+:[a-z0-9_]+"),
            name,
            "is not level:metric:operations");
      }
    }
    Set<String> shown = shownToFire(files);
    alerts.forEach(
        alert ->
            findings.expect(shown.contains(alert), alert, "is never shown to fire in " + TESTS));
    Runbooks.check(files, alerts, findings);
    return findings.all();
  }

  /** The metrics that exist and those the recording rules add. */
  static MetricCatalogue catalogue(DeploymentFiles files) {
    Map<String, Set<String>> recorded = new TreeMap<>();
    for (JsonNode rule : rules(files)) {
      if (rule.has("record")) {
        recorded.put(rule.path("record").asText(), PromQl.groupings(rule.path("expr").asText()));
      }
    }
    return MetricCatalogue.of(files).withRecorded(recorded);
  }

  private static void alert(String name, JsonNode rule, Findings findings) {
    findings.expect(
        name.matches("Ambit([A-Z][a-z]+)+"), name, "is not CamelCase that begins with Ambit");
    findings.expect(
        SEVERITIES.contains(rule.at("/labels/severity").asText()),
        name,
        "severity is none of " + SEVERITIES);
    for (String annotation : List.of("summary", "description")) {
      findings.expect(
          !rule.at("/annotations/" + annotation).asText().isBlank(), name, "no " + annotation);
    }
    String runbook = Runbooks.FILE + "#" + name.toLowerCase(Locale.ROOT);
    findings.expect(
        rule.at("/annotations/runbook_url").asText().equals(runbook),
        name,
        "runbook_url is not " + runbook);
  }

  private static List<JsonNode> rules(DeploymentFiles files) {
    List<JsonNode> rules = new ArrayList<>();
    for (String file : files.under(FOLDER, ".yml")) {
      for (JsonNode group : Documents.only(files.text(file)).path("groups")) {
        group.path("rules").forEach(rules::add);
      }
    }
    return rules;
  }

  private static Set<String> shownToFire(DeploymentFiles files) {
    Set<String> shown = new TreeSet<>();
    for (JsonNode test : Documents.only(files.text(TESTS)).path("tests")) {
      for (JsonNode alert : test.path("alert_rule_test")) {
        if (!alert.path("exp_alerts").isEmpty()) {
          shown.add(alert.path("alertname").asText());
        }
      }
    }
    return shown;
  }
}
