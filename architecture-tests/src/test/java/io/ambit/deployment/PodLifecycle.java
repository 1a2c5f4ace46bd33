package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How every pod starts, is watched and stops: probes on the paths of the contract, memory that is
 * requested is memory that is had, the contract's ports, the project's own image, and a grace
 * period that the stop fits into.
 */
final class PodLifecycle {
  /** Seconds that must be left of the grace period after preStop and the drain of accepted work. */
  static final int MARGIN_SECONDS = 10;

  private static final Map<String, String> PROBES =
      Map.of("startupProbe", "/livez", "livenessProbe", "/livez", "readinessProbe", "/readyz");

  private PodLifecycle() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    for (Manifest workload : Manifest.workloads(files)) {
      for (JsonNode container : workload.containers()) {
        probes(workload.where(), container, findings);
        resources(workload.where(), container, findings);
        ports(workload, container, findings);
        image(workload.where(), container, files, findings);
        stop(workload, container, findings);
      }
    }
    return findings.all();
  }

  private static void probes(String where, JsonNode container, Findings findings) {
    new TreeMap<>(PROBES)
        .forEach(
            (probe, path) -> {
              JsonNode get = container.path(probe).path("httpGet");
              findings.expect(
                  get.path("path").asText().equals(path)
                      && get.path("port").asText().equals("http"),
                  where,
                  probe + " does not ask " + path + " on port http");
            });
  }

  private static void resources(String where, JsonNode container, Findings findings) {
    JsonNode requests = container.at("/resources/requests");
    String memory = requests.path("memory").asText();
    findings.expect(requests.has("cpu"), where, "no cpu request");
    findings.expect(
        !memory.isEmpty() && memory.equals(container.at("/resources/limits/memory").asText()),
        where,
        "memory request and limit differ");
  }

  private static void ports(Manifest workload, JsonNode container, Findings findings) {
    Map<String, Integer> ports = new TreeMap<>();
    container
        .path("ports")
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    Map<String, Integer> expected = ContractPorts.ofContainer(workload.name().equals("edge"));
    findings.expect(
        ports.equals(expected),
        workload.where(),
        "ports " + ports + " (expected: " + expected + ")");
  }

  private static void image(
      String where, JsonNode container, DeploymentFiles files, Findings findings) {
    String image = container.path("image").asText();
    String expected =
        "ambit/(edge-agent|regional-controller|global-arbiter):" + files.projectVersion();
    findings.expect(
        image.matches(expected), where, "image " + image + " (expected: " + expected + ")");
  }

  private static void stop(Manifest workload, JsonNode container, Findings findings) {
    int preStop = container.at("/lifecycle/preStop/sleep/seconds").asInt();
    Optional<Integer> drain =
        Manifest.environment(container, "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE")
            .map(Durations::seconds);
    int grace = workload.podSpec().path("terminationGracePeriodSeconds").asInt();
    findings.expect(
        preStop > 0,
        workload.where(),
        "no preStop sleep: endpoints forget a pod only after a while");
    findings.expect(drain.isPresent(), workload.where(), "the drain's length is not set");
    int needed = preStop + drain.orElse(0) + MARGIN_SECONDS;
    findings.expect(
        grace >= needed,
        workload.where(),
        "terminationGracePeriodSeconds: " + grace + " (expected: >= " + needed + ")");
  }
}
