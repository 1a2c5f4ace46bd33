package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * That the objects of one namespace fit together: whatever names or selects another finds it, every
 * tier is told where its Kafka and Redis are, and nothing may talk unless a policy beside it says
 * so.
 */
final class NamespaceWiring {
  private static final Map<String, Set<String>> SETTINGS =
      Map.of(
          "edge", Set.of("AMBIT_REGION", "AMBIT_KAFKA_REGIONAL_BOOTSTRAPSERVERS"),
          "region",
              Set.of(
                  "AMBIT_REGION",
                  "AMBIT_KAFKA_REGIONAL_BOOTSTRAPSERVERS",
                  "AMBIT_KAFKA_GLOBAL_BOOTSTRAPSERVERS",
                  "SPRING_DATA_REDIS_HOST"),
          "arbiter", Set.of("AMBIT_KAFKA_GLOBAL_BOOTSTRAPSERVERS", "SPRING_DATA_REDIS_HOST"),
          "witness", Set.of("AMBIT_KAFKA_GLOBAL_BOOTSTRAPSERVERS"));

  private final String folder;
  private final List<Manifest> objects;
  private final Map<String, Set<String>> settings;
  private final Findings findings = new Findings();

  private NamespaceWiring(DeploymentFiles files, String folder) {
    this.folder = folder;
    this.objects = KustomizeTree.objects(files, folder);
    this.settings = settings(KustomizeTree.read(files, folder));
  }

  static List<String> findings(DeploymentFiles files) {
    List<String> all = new ArrayList<>();
    for (String folder : KustomizeTree.namespaces(files)) {
      all.addAll(new NamespaceWiring(files, folder).check());
    }
    return all;
  }

  private static Map<String, Set<String>> settings(JsonNode kustomization) {
    Map<String, Set<String>> settings = new TreeMap<>();
    for (JsonNode generator : kustomization.path("configMapGenerator")) {
      Set<String> keys = new TreeSet<>();
      Documents.strings(generator.path("literals"))
          .forEach(literal -> keys.add(literal.split("=", 2)[0]));
      settings.put(generator.path("name").asText(), keys);
    }
    return settings;
  }

  private List<String> check() {
    fenced();
    for (Manifest object : objects) {
      switch (object.kind()) {
        case "StatefulSet", "DaemonSet" -> workload(object);
        case "Service" -> service(object);
        case "PodDisruptionBudget" -> selects(object, object.spec().at("/selector/matchLabels"));
        case "NetworkPolicy" -> policy(object);
        default -> {}
      }
    }
    return findings.all();
  }

  private void fenced() {
    List<Manifest> namespaces = all("Namespace");
    findings.expect(
        namespaces.size() == 1, folder, "namespaces: " + namespaces.size() + " (expected: 1)");
    for (Manifest namespace : namespaces) {
      String level =
          namespace
              .json()
              .path("metadata")
              .path("labels")
              .path("pod-security.kubernetes.io/enforce")
              .asText();
      findings.expect(
          level.equals("restricted"), namespace.where(), "does not enforce restricted pods");
    }
    findings.expect(
        all("NetworkPolicy").stream().anyMatch(NamespaceWiring::deniesAll),
        folder,
        "no policy denies by default");
  }

  private static boolean deniesAll(Manifest policy) {
    JsonNode spec = policy.spec();
    return spec.path("podSelector").isEmpty()
        && Documents.strings(spec.path("policyTypes")).equals(List.of("Ingress", "Egress"))
        && !spec.has("ingress")
        && !spec.has("egress");
  }

  private void workload(Manifest workload) {
    JsonNode selector = workload.spec().at("/selector/matchLabels");
    findings.expect(
        !selector.isEmpty() && Documents.contains(workload.podLabels(), selector),
        workload.where(),
        "does not select its own pods");
    names(workload, "ServiceAccount", workload.podSpec().path("serviceAccountName"));
    if (workload.kind().equals("StatefulSet")) {
      names(workload, "Service", workload.spec().path("serviceName"));
      findings.expect(
          all("PodDisruptionBudget").stream()
              .anyMatch(
                  budget ->
                      Documents.contains(
                          workload.podLabels(), budget.spec().at("/selector/matchLabels"))),
          workload.where(),
          "no PodDisruptionBudget covers it");
    }
    findings.expect(
        all("NetworkPolicy").stream()
            .map(policy -> policy.spec().at("/podSelector/matchLabels"))
            .anyMatch(
                selected ->
                    !selected.isEmpty() && Documents.contains(workload.podLabels(), selected)),
        workload.where(),
        "no NetworkPolicy lets it talk");
    workload.containers().forEach(container -> told(workload, container));
  }

  private void told(Manifest workload, JsonNode container) {
    Set<String> known = new TreeSet<>();
    for (JsonNode source : container.path("envFrom")) {
      String map = source.at("/configMapRef/name").asText();
      if (!map.isEmpty()) {
        findings.expect(
            settings.containsKey(map), workload.where(), "no ConfigMap " + map + " in " + folder);
        known.addAll(settings.getOrDefault(map, Set.of()));
      }
    }
    for (String setting : new TreeSet<>(SETTINGS.getOrDefault(workload.name(), Set.of()))) {
      findings.expect(
          known.contains(setting), workload.where(), "is not told " + setting + " in " + folder);
    }
  }

  private void service(Manifest service) {
    JsonNode selector = service.spec().path("selector");
    selects(service, selector);
    for (JsonNode port : service.spec().path("ports")) {
      int number = port.path("port").asInt();
      hasPort(service, selector, port.path("targetPort").asText(), number);
    }
  }

  private void policy(Manifest policy) {
    JsonNode selector = policy.spec().path("podSelector").path("matchLabels");
    if (policy.spec().path("podSelector").isEmpty()) {
      return;
    }
    selects(policy, selector);
    for (JsonNode rule : policy.spec().path("ingress")) {
      findings.expect(rule.has("from"), policy.where(), "lets anybody in");
      rule.path("ports").forEach(port -> hasPort(policy, selector, port.path("port").asText(), 0));
    }
  }

  /**
   * Whether a selected container has the port {@code name}, with {@code number} unless that is 0.
   */
  private void hasPort(Manifest by, JsonNode selector, String name, int number) {
    boolean found =
        objects.stream()
            .filter(object -> object.runsPods() && Documents.contains(object.podLabels(), selector))
            .flatMap(object -> object.containers().stream())
            .flatMap(container -> Documents.stream(container.path("ports")))
            .anyMatch(
                port ->
                    port.path("name").asText().equals(name)
                        && (number == 0 || port.path("containerPort").asInt() == number));
    findings.expect(
        found,
        by.where(),
        "no selected container has port " + name + (number == 0 ? "" : " " + number));
  }

  private void selects(Manifest by, JsonNode selector) {
    findings.expect(
        !selector.isEmpty()
            && objects.stream()
                .anyMatch(
                    object ->
                        object.runsPods() && Documents.contains(object.podLabels(), selector)),
        by.where(),
        "selects nothing");
  }

  private void names(Manifest by, String kind, JsonNode name) {
    findings.expect(
        all(kind).stream().anyMatch(object -> object.name().equals(name.asText())),
        by.where(),
        "names " + kind + " " + name.asText() + ", which is not there");
  }

  private List<Manifest> all(String kind) {
    return objects.stream().filter(object -> object.kind().equals(kind)).toList();
  }
}
