package io.ambit.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.deployment.PromQl.Selector;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ObservabilityTest {
  private static final DeploymentFiles FILES = DeploymentFiles.ofProject();
  private static final String ALERTS = "observability/prometheus/rules/alerts.yml";
  private static final String RECORDING = "observability/prometheus/rules/recording.yml";
  private static final String SCRAPES = "observability/prometheus/prometheus.yml";
  private static final String DASHBOARD = "observability/grafana/dashboards/ambit-overview.json";

  @Test
  void everyAlertReadsWhatExistsAndLeadsToARunbook() {
    assertThat(PrometheusRules.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> anAlertThatWouldNeverFireOrLeadsNowhereIsFound() {
    return Offender.eachFoundBy(
        PrometheusRules::findings,
        FILES,
        new Offender(
            ALERTS,
            "alert: AmbitDegraded",
            "alert: AmbitOnItsFloor",
            "AmbitOnItsFloor: is there twice"),
        new Offender(ALERTS, "alert: AmbitDegraded", "alert: Ambit_degraded", "is not CamelCase"),
        new Offender(ALERTS, "severity: info", "severity: low", "severity is none of"),
        new Offender(
            ALERTS,
            "          summary: \"{{ $labels.node }} cannot be scraped\"\n",
            "",
            "no summary"),
        new Offender(
            ALERTS, "operations.md#ambitlooplate", "operations.md#looplate", "runbook_url is not"),
        new Offender(
            ALERTS, "ambit_edges_behind", "ambit_edges_late", "unknown metric ambit_edges_late"),
        new Offender(
            ALERTS,
            "ambit_mode{mode=\"floor\"}",
            "ambit_mode{state=\"floor\"}",
            "ambit_mode has no label state"),
        new Offender(
            ALERTS,
            "sum by (region) (rate(ambit_dec",
            "sum by (zone) (rate(ambit_dec",
            "has the label zone"),
        new Offender(
            ALERTS,
            "ambit_tick_lateness_seconds_max",
            "ambit_tick_lateness_seconds",
            "unknown metric ambit_tick_lateness_seconds"),
        new Offender(
            ALERTS,
            "region:ambit_decision_duration_seconds:p99_5m",
            "region:ambit_decision_duration_seconds:p95",
            "unknown metric region:"),
        new Offender(
            ALERTS, "up{job=\"ambit\"}", "node_load1{job=\"ambit\"}", "unknown metric node_load1"),
        new Offender(
            RECORDING,
            "tenant:ambit_tenant_shed:rate1m",
            "ambit_tenant_shed_rate",
            "is not level:metric:operations"),
        new Offender(
            Runbooks.FILE,
            "### AmbitEdgesBehind",
            "### Edges behind",
            "AmbitEdgesBehind has no runbook"),
        new Offender(
            Runbooks.FILE,
            "curl -s http://127.0.0.1:9101/actuator/health\n",
            "",
            "AmbitTargetDown has no runbook of three"),
        new Offender(
            Runbooks.FILE,
            "### AmbitLoopLate",
            "### AmbitLoopSlow",
            "AmbitLoopSlow is a runbook of no alert"),
        new Offender(
            "observability/prometheus/tests/alerts.test.yml",
            "eval_time: 2m\n        exp_alerts:\n",
            "eval_time: 2m\n        exp_nothing:\n",
            "AmbitTargetDown: is never shown to fire"));
  }

  @Test
  void everyProcessOfTheStackIsScraped() {
    assertThat(ScrapeTargets.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aProcessNobodyWatchesIsFound() {
    return Offender.eachFoundBy(
        ScrapeTargets::findings,
        FILES,
        new Offender(
            SCRAPES, "edge-us-2:9080", "edge-us-2:8080", "edge-us-2:9080/actuator/prometheus null"),
        new Offender(SCRAPES, "region-us:9080", "region-ap:9080", "nothing runs at region-ap"),
        new Offender(SCRAPES, "node: us-1", "node: us-9", "node=us-9 (expected"),
        new Offender(SCRAPES, "/actuator/prometheus", "/metrics", "nothing runs at"));
  }

  @Test
  void everyPanelShowsSomethingThatExists() {
    assertThat(Dashboards.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aPanelThatWouldStayEmptyIsFound() {
    return Offender.eachFoundBy(
        Dashboards::findings,
        FILES,
        new Offender(
            DASHBOARD,
            "ambit_policy_revision",
            "ambit_policy_version",
            "unknown metric ambit_policy_version"),
        new Offender(
            DASHBOARD,
            "label_values(ambit_tenant_offered_total, tenant)",
            "label_values(ambit_tenant_offered_total, customer)",
            "has the label customer"),
        new Offender(
            DASHBOARD, "\"uid\": \"prometheus\"", "\"uid\": \"metrics\"", "data source metrics"),
        new Offender(DASHBOARD, "\"id\": 2,", "\"id\": 1,", "its number is taken"),
        new Offender(DASHBOARD, "\"title\": \"Decisions\"", "\"title\": \"\"", "shows nothing"),
        new Offender(
            "observability/grafana/provisioning/dashboards/ambit.yml",
            "path: /etc/ambit/dashboards",
            "path: /dashboards",
            "grafana does not mount"));
  }

  @Test
  void theReaderOfExpressionsSeesMetricsLabelsAndGroupings() {
    String expression =
        "sum by (a, b) (rate(up{job=\"x{y}\", c=~\"z\"}[5m])) / on (d) 1.5e3 * foo:bar:baz or vector(0)";
    assertThat(PromQl.selectors(expression))
        .containsExactly(
            new Selector("up", Set.of("c", "job")), new Selector("foo:bar:baz", Set.of()));
    assertThat(PromQl.groupings(expression)).containsExactly("a", "b", "d");
  }
}
