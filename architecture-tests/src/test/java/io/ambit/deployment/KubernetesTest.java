package io.ambit.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KubernetesTest {
  private static final DeploymentFiles FILES = DeploymentFiles.ofProject();
  private static final String ARBITER = "k8s/base/global/statefulset.yaml";
  private static final String REGION = "k8s/base/region/statefulset.yaml";
  private static final String EDGE = "k8s/base/edge/daemonset.yaml";
  private static final String WITNESS = "k8s/overlays/witness/kustomization.yaml";
  private static final String EU = "k8s/overlays/two-regions/eu/kustomization.yaml";

  @Test
  void everyObjectIsWhatTheKubernetesApiDefines() {
    assertThat(KubernetesShapes.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aFieldTheApiDoesNotKnowIsFound() {
    return bites(
        KubernetesShapes::findings,
        new Offender(ARBITER, "  replicas: 1", "  replica: 1", "\"replica\""),
        new Offender(EDGE, "            periodSeconds: 10", "            period: 10", "\"period\""),
        new Offender(
            REGION, "      securityContext:", "      securtyContext:", "\"securtyContext\""),
        new Offender(REGION, "  replicas: 2", "  replicas: one", "\"one\""),
        new Offender(
            "k8s/base/edge/service.yaml", "kind: Service", "kind: Gateway", "no shape is known"));
  }

  @Test
  void everyFileIsNamedOnceItIsThereAndThereOnceItIsNamed() {
    assertThat(KustomizeTree.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aHoleInTheKustomizationsIsFound() {
    return bites(
        KustomizeTree::findings,
        new Offender(
            "k8s/base/edge/kustomization.yaml",
            "  - service.yaml\n",
            "",
            "service.yaml: no kustomization names it"),
        new Offender(
            "k8s/base/edge/kustomization.yaml",
            "- service.yaml",
            "- svc.yaml",
            "svc.yaml, which is not there"),
        new Offender(
            "k8s/overlays/two-regions/kustomization.yaml",
            "  - us\n",
            "",
            "us/kustomization.yaml: no kustomization names it"),
        new Offender(EU, "nameSuffix:", "namePrefix:", "a feature no check knows: namePrefix"),
        new Offender(
            EU,
            "/spec/template/spec/nodeSelector",
            "/spec/template/spec/hostNetwork",
            "patches /spec/template/spec/hostNetwork"));
  }

  @Test
  void everyPodIsRestricted() {
    assertThat(Manifest.workloads(FILES)).hasSize(4);
    assertThat(RestrictedPods.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aLooserPodIsFound() {
    return bites(
        RestrictedPods::findings,
        new Offender(EDGE, "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot"),
        new Offender(EDGE, "runAsUser: 65532", "runAsUser: 0", "runAsUser"),
        new Offender(EDGE, "type: RuntimeDefault", "type: Unconfined", "seccompProfile"),
        new Offender(
            REGION,
            "automountServiceAccountToken: false",
            "automountServiceAccountToken: true",
            "automountServiceAccountToken"),
        new Offender(
            REGION, "enableServiceLinks: false", "enableServiceLinks: true", "enableServiceLinks"),
        new Offender(
            REGION,
            "      containers:",
            "      hostNetwork: true\n      containers:",
            "hostNetwork"),
        new Offender(
            EDGE,
            "emptyDir: {sizeLimit: 256Mi}",
            "hostPath: {path: /var/lib/ambit}",
            "forbidden kind hostPath"),
        new Offender(
            ARBITER,
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: true",
            "allowPrivilegeEscalation"),
        new Offender(
            ARBITER,
            "readOnlyRootFilesystem: true",
            "readOnlyRootFilesystem: false",
            "readOnlyRootFilesystem"),
        new Offender(ARBITER, "drop: [ALL]", "drop: [NET_RAW]", "not all dropped"),
        new Offender(
            ARBITER,
            "drop: [ALL]",
            "drop: [ALL]\n              add: [SYS_PTRACE]",
            "capabilities are added"),
        new Offender(
            EDGE, "containerPort: 7080}", "containerPort: 7080, hostPort: 7080}", "hostPort"));
  }

  @Test
  void everyPodIsProbedBoundedAndStopsWithinItsGracePeriod() {
    assertThat(PodLifecycle.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aPodThatCannotBeWatchedBoundedOrStoppedIsFound() {
    return bites(
        PodLifecycle::findings,
        new Offender(EDGE, "readinessProbe:", "readynessProbe:", "readinessProbe"),
        new Offender(EDGE, "path: /readyz", "path: /health", "readinessProbe does not ask /readyz"),
        new Offender(
            REGION,
            "limits: {memory: 512Mi}",
            "limits: {memory: 1Gi}",
            "memory request and limit differ"),
        new Offender(REGION, "cpu: 250m, ", "", "no cpu request"),
        new Offender(
            ARBITER,
            "terminationGracePeriodSeconds: 40",
            "terminationGracePeriodSeconds: 30",
            "expected: >= 35"),
        new Offender(ARBITER, "value: 20s", "value: 45s", "expected: >= 60"),
        new Offender(ARBITER, "seconds: 5", "seconds: 0", "no preStop sleep"),
        new Offender(EDGE, "containerPort: 9080", "containerPort: 9090", "management=9090"),
        new Offender(EDGE, "edge-agent:0.1.0-SNAPSHOT", "edge-agent:latest", "edge-agent:latest"));
  }

  @Test
  void theObjectsOfANamespaceFindEachOther() {
    assertThat(KustomizeTree.namespaces(FILES)).hasSize(4);
    assertThat(NamespaceWiring.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aLooseEndInANamespaceIsFound() {
    return bites(
        NamespaceWiring::findings,
        new Offender(
            "k8s/base/boundary/namespace.yaml",
            "enforce: restricted",
            "enforce: baseline",
            "does not enforce restricted"),
        new Offender(
            "k8s/base/boundary/network-policy.yaml",
            "policyTypes: [Ingress, Egress]",
            "policyTypes: [Ingress]",
            "no policy denies by default"),
        new Offender(
            "k8s/base/edge/network-policy.yaml",
            "app.kubernetes.io/name: edge",
            "app.kubernetes.io/name: rim",
            "selects nothing"),
        new Offender(
            "k8s/base/edge/network-policy.yaml",
            "    - from:\n        - namespaceSelector:\n            matchLabels:\n              ambit.io/calls-edges: \"true\"\n      ports:",
            "    - ports:",
            "lets anybody in"),
        new Offender(
            "k8s/base/edge/service.yaml",
            "targetPort: grpc",
            "targetPort: rpc",
            "no selected container has port rpc"),
        new Offender(
            "k8s/base/edge/service.yaml",
            "port: 8080",
            "port: 80",
            "no selected container has port http 80"),
        new Offender(
            "k8s/base/global/disruption-budget.yaml",
            "      app.kubernetes.io/name: arbiter",
            "      app.kubernetes.io/name: region",
            "no PodDisruptionBudget covers it"),
        new Offender(
            REGION,
            "serviceName: region-peers",
            "serviceName: region",
            "Service region, which is not there"),
        new Offender(
            EDGE,
            "serviceAccountName: edge",
            "serviceAccountName: default",
            "ServiceAccount default"),
        new Offender(
            EDGE,
            "                name: connections",
            "                name: settings",
            "no ConfigMap settings"),
        new Offender(
            EU,
            "      - AMBIT_KAFKA_REGIONAL_BOOTSTRAPSERVERS=kafka.eu.example:9092\n",
            "",
            "is not told AMBIT_KAFKA_REGIONAL_BOOTSTRAPSERVERS"));
  }

  @Test
  void whoeverHasASayOnWhetherARegionIsLostCanSeeIt() {
    assertThat(RegionsWatched.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aRegionThatIsNotWatchedIsFound() {
    return bites(
        RegionsWatched::findings,
        new Offender(WITNESS, "AMBIT_WATCH_US=http", "AMBIT_WATCH_USA=http", "AMBIT_WATCH_US= "),
        new Offender(WITNESS, "http://region-eu-0.", "http://region-eu.", "AMBIT_WATCH_EU=http"),
        new Offender(EU, "AMBIT_WATCH_US=", "AMBIT_WATCH_EU=", "AMBIT_WATCH_US= "),
        new Offender(REGION, "replicas: 2", "replicas: 3", "region-eu-2.region-peers-eu"),
        new Offender(
            "k8s/base/region/network-policy.yaml",
            "values: [region, witness]",
            "values: [region]",
            "let in [region]"),
        new Offender(
            "k8s/base/witness/network-policy.yaml",
            "port: 8080",
            "port: 8081",
            "no policy lets it call"));
  }

  private static Stream<DynamicTest> bites(
      Function<DeploymentFiles, List<String>> check, Offender... offenders) {
    return Offender.eachFoundBy(check, FILES, offenders);
  }
}
