package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Holds every pod to the Kubernetes pod security level "restricted", and a step further: a numeric
 * user, a root file system nobody can write to, no token, no environment from neighbours.
 */
final class RestrictedPods {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private RestrictedPods() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    for (Manifest workload : Manifest.workloads(files)) {
      pod(workload, findings);
      for (JsonNode container : workload.containers()) {
        container(workload.where(), container, findings);
      }
    }
    return findings.all();
  }

  private static void pod(Manifest workload, Findings findings) {
    String where = workload.where();
    JsonNode pod = workload.podSpec();
    JsonNode security = pod.path("securityContext");
    findings.expect(security.path("runAsNonRoot").asBoolean(), where, "runAsNonRoot is not true");
    findings.expect(
        security.path("runAsUser").asInt() > 0, where, "runAsUser is not a number above 0");
    findings.expect(
        security.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
        where,
        "seccompProfile is not RuntimeDefault");
    findings.expect(
        isFalse(pod.path("automountServiceAccountToken")),
        where,
        "automountServiceAccountToken is not false");
    findings.expect(
        isFalse(pod.path("enableServiceLinks")), where, "enableServiceLinks is not false");
    findings.expect(
        !pod.has("initContainers"), where, "initContainers are not looked at by these checks");
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      findings.expect(!pod.path(host).asBoolean(), where, host + " is set");
    }
    for (JsonNode volume : pod.path("volumes")) {
      Documents.keys(volume).stream()
          .filter(key -> !key.equals("name") && !VOLUMES.contains(key))
          .forEach(key -> findings.expect(false, where, "volume of the forbidden kind " + key));
    }
  }

  private static void container(String where, JsonNode container, Findings findings) {
    JsonNode security = container.path("securityContext");
    findings.expect(
        isFalse(security.path("allowPrivilegeEscalation")),
        where,
        "allowPrivilegeEscalation is not false");
    findings.expect(
        security.path("readOnlyRootFilesystem").asBoolean(),
        where,
        "readOnlyRootFilesystem is not true");
    findings.expect(!security.path("privileged").asBoolean(), where, "privileged is set");
    findings.expect(
        Documents.strings(security.at("/capabilities/drop")).equals(List.of("ALL")),
        where,
        "capabilities are not all dropped");
    findings.expect(
        security.at("/capabilities/add").isMissingNode(), where, "capabilities are added");
    for (JsonNode port : container.path("ports")) {
      findings.expect(!port.has("hostPort"), where, "hostPort is set");
    }
  }

  private static boolean isFalse(JsonNode node) {
    return node.isBoolean() && !node.asBoolean();
  }
}
