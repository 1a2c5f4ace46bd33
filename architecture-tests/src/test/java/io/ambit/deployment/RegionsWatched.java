package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * That whoever has a say on whether a region is lost can see it: witnesses and the other regions
 * are told the address of every controller of the region, may call it, and are let in.
 */
final class RegionsWatched {
  private static final String NAME = "app.kubernetes.io/name";
  private static final List<String> WATCHERS = List.of("region", "witness");

  private final DeploymentFiles files;
  private final Findings findings = new Findings();

  private RegionsWatched(DeploymentFiles files) {
    this.files = files;
  }

  /** A namespace that runs {@code workload}, which is a region's or a witness. */
  private record Place(String folder, JsonNode kustomization, Manifest workload) {
    Optional<String> literal(String key) {
      return Documents.stream(kustomization.path("configMapGenerator"))
          .flatMap(generator -> Documents.strings(generator.path("literals")).stream())
          .filter(literal -> literal.startsWith(key + "="))
          .map(literal -> literal.substring(key.length() + 1))
          .findFirst();
    }

    String region() {
      return literal("AMBIT_REGION").orElse("");
    }

    /** Where its controllers are, as pods of other namespaces find them. */
    String addresses() {
      String suffix = kustomization.path("nameSuffix").asText();
      String service = workload.spec().path("serviceName").asText() + suffix;
      String namespace = kustomization.path("namespace").asText();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < workload.spec().path("replicas").asInt(); i++) {
        all.add(
            "http://%s%s-%d.%s.%s.svc:%d"
                .formatted(workload.name(), suffix, i, service, namespace, ContractPorts.HTTP));
      }
      return String.join(",", all);
    }
  }

  static List<String> findings(DeploymentFiles files) {
    return new RegionsWatched(files).check();
  }

  private List<String> check() {
    List<Place> watchers = WATCHERS.stream().flatMap(name -> places(name).stream()).toList();
    for (Place watcher : watchers) {
      for (Place region : places("region")) {
        if (!region.folder().equals(watcher.folder())) {
          isTold(watcher, region);
        }
      }
      mayCall(watcher);
    }
    places("region").forEach(this::letsIn);
    return findings.all();
  }

  private List<Place> places(String workload) {
    List<Place> places = new ArrayList<>();
    for (String folder : KustomizeTree.namespaces(files)) {
      KustomizeTree.objects(files, folder).stream()
          .filter(object -> object.runsPods() && object.name().equals(workload))
          .map(object -> new Place(folder, KustomizeTree.read(files, folder), object))
          .forEach(places::add);
    }
    return places;
  }

  private void isTold(Place watcher, Place region) {
    String key = "AMBIT_WATCH_" + region.region().toUpperCase(Locale.ROOT);
    String told = watcher.literal(key).orElse("");
    findings.expect(
        told.equals(region.addresses()),
        watcher.folder(),
        key + "=" + told + " (expected: " + region.addresses() + ")");
  }

  private void mayCall(Place watcher) {
    boolean may =
        policies(watcher)
            .flatMap(policy -> Documents.stream(policy.spec().path("egress")))
            .flatMap(rule -> Documents.stream(rule.path("ports")))
            .anyMatch(port -> port.path("port").asInt() == ContractPorts.HTTP);
    findings.expect(may, watcher.folder(), "no policy lets it call controllers of regions");
  }

  private void letsIn(Place region) {
    TreeSet<String> letIn = new TreeSet<>();
    policies(region)
        .flatMap(policy -> Documents.stream(policy.spec().path("ingress")))
        .filter(
            rule ->
                Documents.stream(rule.path("ports"))
                    .anyMatch(port -> port.path("port").asText().equals("http")))
        .flatMap(rule -> Documents.stream(rule.path("from")))
        .flatMap(from -> Documents.stream(from.at("/podSelector/matchExpressions")))
        .filter(expression -> expression.path("key").asText().equals(NAME))
        .forEach(expression -> letIn.addAll(Documents.strings(expression.path("values"))));
    findings.expect(
        letIn.equals(new TreeSet<>(WATCHERS)),
        region.folder(),
        "its controllers let in " + letIn + " (expected: " + WATCHERS + ")");
  }

  private Stream<Manifest> policies(Place place) {
    return KustomizeTree.objects(files, place.folder()).stream()
        .filter(object -> object.kind().equals("NetworkPolicy"))
        .filter(
            policy -> {
              JsonNode selected = policy.spec().at("/podSelector/matchLabels");
              return !selected.isEmpty()
                  && Documents.contains(place.workload().podLabels(), selected);
            });
  }
}
