package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * That Prometheus scrapes every process that always runs on its management port, and names it by
 * tier, region and node as the process itself does; the rules rely on these labels.
 */
final class ScrapeTargets {
  private static final String FILE = "observability/prometheus/prometheus.yml";
  private static final Map<String, String> TIERS =
      Map.of("global-arbiter", "global", "regional-controller", "region", "edge-agent", "edge");

  private ScrapeTargets() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    Map<String, String> scraped = scraped(files);
    Map<String, String> running = running(files);
    running.forEach(
        (target, labels) ->
            findings.expect(
                labels.equals(scraped.get(target)),
                FILE,
                target + " " + scraped.get(target) + " (expected: " + labels + ")"));
    scraped
        .keySet()
        .forEach(
            target ->
                findings.expect(running.containsKey(target), FILE, "nothing runs at " + target));
    return findings.all();
  }

  private static Map<String, String> scraped(DeploymentFiles files) {
    Map<String, String> targets = new TreeMap<>();
    JsonNode job = Documents.only(files.text(FILE)).at("/scrape_configs/0");
    for (JsonNode config : job.path("static_configs")) {
      JsonNode labels = config.path("labels");
      for (String target : Documents.strings(config.path("targets"))) {
        targets.put(
            target + job.path("metrics_path").asText(),
            labels(
                labels.path("tier").asText(),
                labels.path("region").asText(),
                labels.path("node").asText()));
      }
    }
    return targets;
  }

  private static Map<String, String> running(DeploymentFiles files) {
    Map<String, String> targets = new TreeMap<>();
    for (Map.Entry<String, JsonNode> service : ComposeFile.services(files).properties()) {
      String tier = TIERS.get(service.getValue().at("/build/args/MODULE").asText());
      // What runs only where somebody asks for it would look lost everywhere else.
      if (tier != null && !service.getValue().has("profiles")) {
        JsonNode environment = service.getValue().path("environment");
        targets.put(
            service.getKey() + ":" + ContractPorts.MANAGEMENT + "/actuator/prometheus",
            labels(
                tier,
                environment.path("AMBIT_REGION").asText("global"),
                environment.path("AMBIT_NODE").asText()));
      }
    }
    return targets;
  }

  private static String labels(String tier, String region, String node) {
    return "tier=" + tier + " region=" + region + " node=" + node;
  }
}
