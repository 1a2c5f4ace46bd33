package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the dashboards to: panels with a title, a number of their own and something to show; the
 * data source that is provisioned; nothing read that nobody writes; and a place that the
 * provisioning reads and Compose mounts.
 */
final class Dashboards {
  private static final String GRAFANA = "observability/grafana";
  private static final Pattern VARIABLE = Pattern.compile("label_values\\((\\w+), *(\\w+)\\)");

  private Dashboards() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    MetricCatalogue metrics = PrometheusRules.catalogue(files);
    String source =
        provisioned(files, "datasources/prometheus.yml").at("/datasources/0/uid").asText();
    for (String file : files.under(GRAFANA + "/dashboards", ".json")) {
      JsonNode dashboard = Documents.only(files.text(file));
      panels(file, dashboard, metrics, findings);
      variables(file, dashboard, metrics, findings);
      Documents.objects(dashboard)
          .filter(object -> object.has("datasource"))
          .map(object -> object.at("/datasource/uid").asText())
          .forEach(
              uid ->
                  findings.expect(
                      uid.equals(source),
                      file,
                      "data source " + uid + " (expected: " + source + ")"));
    }
    mounted(files, findings);
    return findings.all();
  }

  private static void panels(
      String file, JsonNode dashboard, MetricCatalogue metrics, Findings findings) {
    Set<Integer> numbers = new HashSet<>();
    findings.expect(!dashboard.path("panels").isEmpty(), file, "no panels");
    for (JsonNode panel : dashboard.path("panels")) {
      String title = panel.path("title").asText();
      findings.expect(numbers.add(panel.path("id").asInt()), file, title + ": its number is taken");
      findings.expect(
          !title.isBlank() && !panel.path("targets").isEmpty(), file, title + ": shows nothing");
      for (JsonNode target : panel.path("targets")) {
        metrics.check(file + " " + title, target.path("expr").asText(), findings);
      }
    }
  }

  private static void variables(
      String file, JsonNode dashboard, MetricCatalogue metrics, Findings findings) {
    for (JsonNode variable : dashboard.at("/templating/list")) {
      Matcher query = VARIABLE.matcher(variable.at("/query/query").asText());
      findings.expect(
          query.matches(), file, variable.path("name").asText() + " asks for no label's values");
      if (query.matches()) {
        metrics.check(file, "sum by (" + query.group(2) + ") (" + query.group(1) + ")", findings);
      }
    }
  }

  private static void mounted(DeploymentFiles files, Findings findings) {
    String path =
        provisioned(files, "dashboards/ambit.yml").at("/providers/0/options/path").asText();
    List<String> mounts = Documents.strings(ComposeFile.services(files).at("/grafana/volumes"));
    for (String mount :
        List.of(
            "./" + GRAFANA + "/dashboards:" + path + ":ro",
            "./" + GRAFANA + "/provisioning:/etc/grafana/provisioning:ro")) {
      findings.expect(mounts.contains(mount), ComposeFile.FILE, "grafana does not mount " + mount);
    }
  }

  private static JsonNode provisioned(DeploymentFiles files, String file) {
    return Documents.only(files.text(GRAFANA + "/provisioning/" + file));
  }
}
