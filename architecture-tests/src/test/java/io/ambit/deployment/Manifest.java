package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Kubernetes object of one file. Reading through it never fails: what is not there is a missing
 * node.
 */
record Manifest(String file, JsonNode json) {

  /** Every object of {@code file}, in its order. */
  static List<Manifest> of(DeploymentFiles files, String file) {
    return Documents.all(files.text(file)).stream().map(json -> new Manifest(file, json)).toList();
  }

  /** Every object below k8s/ that runs pods. */
  static List<Manifest> workloads(DeploymentFiles files) {
    List<Manifest> workloads = new ArrayList<>();
    for (String file : files.under("k8s", ".yaml")) {
      Manifest.of(files, file).stream().filter(Manifest::runsPods).forEach(workloads::add);
    }
    return workloads;
  }

  String kind() {
    return json.path("kind").asText();
  }

  String name() {
    return json.at("/metadata/name").asText();
  }

  /** How a finding names this object. */
  String where() {
    return file + " " + kind() + "/" + name();
  }

  JsonNode spec() {
    return json.path("spec");
  }

  boolean runsPods() {
    return spec().has("template");
  }

  JsonNode podLabels() {
    return spec().at("/template/metadata/labels");
  }

  JsonNode podSpec() {
    return spec().at("/template/spec");
  }

  List<JsonNode> containers() {
    return Documents.stream(podSpec().path("containers")).toList();
  }

  /** The value of a plain environment variable of a container. */
  static Optional<String> environment(JsonNode container, String name) {
    return Documents.stream(container.path("env"))
        .filter(variable -> variable.path("name").asText().equals(name))
        .map(variable -> variable.path("value").asText())
        .findFirst();
  }
}
