package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The kustomizations below k8s/: what each brings together, and that nothing is named that is not
 * there or is there without being named. Of kustomize it knows the few features the project uses,
 * and finds fault with any other.
 */
final class KustomizeTree {
  private static final String FILE = "/kustomization.yaml";
  private static final Set<String> FEATURES =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "nameSuffix",
          "resources",
          "configMapGenerator",
          "patches");

  /**
   * A patch may place pods and nothing else, so that what holds for the bases holds for every
   * overlay.
   */
  private static final String PATCHABLE = "/spec/template/spec/nodeSelector";

  private KustomizeTree() {}

  static boolean isKustomization(String file) {
    return file.endsWith(FILE);
  }

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    SortedSet<String> named = new TreeSet<>();
    for (String folder : folders(files)) {
      JsonNode kustomization = read(files, folder);
      Documents.keys(kustomization).stream()
          .filter(field -> !FEATURES.contains(field))
          .forEach(field -> findings.expect(false, folder, "a feature no check knows: " + field));
      for (String resource : resources(files, folder)) {
        findings.expect(files.has(resource), folder, "names " + resource + ", which is not there");
        named.add(resource);
      }
      Documents.stream(kustomization.path("patches"))
          .forEach(patch -> patchable(folder, patch, findings));
    }
    files.under("k8s", ".yaml").stream()
        .filter(file -> !named.contains(file) && !file.matches("k8s/overlays/[^/]+" + FILE))
        .forEach(file -> findings.expect(false, file, "no kustomization names it"));
    return findings.all();
  }

  private static void patchable(String folder, JsonNode patch, Findings findings) {
    for (JsonNode operation : Documents.only(patch.path("patch").asText())) {
      String path = operation.path("path").asText();
      findings.expect(
          path.equals(PATCHABLE), folder, "patches " + path + " (expected: " + PATCHABLE + ")");
    }
  }

  /** The overlay folders that fill one namespace each. */
  static List<String> namespaces(DeploymentFiles files) {
    return folders(files).stream()
        .filter(
            folder -> folder.startsWith("k8s/overlays/") && read(files, folder).has("namespace"))
        .toList();
  }

  static JsonNode read(DeploymentFiles files, String folder) {
    return Documents.only(files.text(folder + FILE));
  }

  /** Every object that {@code folder} brings together, through all the kustomizations below it. */
  static List<Manifest> objects(DeploymentFiles files, String folder) {
    List<Manifest> objects = new ArrayList<>();
    for (String resource : resources(files, folder)) {
      objects.addAll(
          isKustomization(resource)
              ? objects(files, resource.substring(0, resource.length() - FILE.length()))
              : Manifest.of(files, resource));
    }
    return objects;
  }

  private static List<String> folders(DeploymentFiles files) {
    return files.under("k8s", FILE).stream()
        .map(file -> file.substring(0, file.length() - FILE.length()))
        .toList();
  }

  /** The files a folder names; a folder it names stands for that folder's kustomization. */
  private static List<String> resources(DeploymentFiles files, String folder) {
    return Documents.strings(read(files, folder).path("resources")).stream()
        .map(
            resource -> Path.of(folder).resolve(resource).normalize().toString().replace('\\', '/'))
        .map(path -> path.endsWith(".yaml") ? path : path + FILE)
        .toList();
  }
}
