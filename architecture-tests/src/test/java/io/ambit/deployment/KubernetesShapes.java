package io.ambit.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;

/**
 * Reads every object below k8s/ as the type the Kubernetes API defines for it. A field the API does
 * not know is a finding, as it would be for an API server that validates strictly.
 */
final class KubernetesShapes {
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/StatefulSet", StatefulSet.class,
          "apps/v1/DaemonSet", DaemonSet.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new KnownFieldsOnly())
          .build();

  private KubernetesShapes() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    files.under("k8s", ".yaml").stream()
        .filter(file -> !KustomizeTree.isKustomization(file))
        .flatMap(file -> Manifest.of(files, file).stream())
        .forEach(manifest -> read(manifest, findings));
    return findings.all();
  }

  private static void read(Manifest manifest, Findings findings) {
    String kind = manifest.json().path("apiVersion").asText() + "/" + manifest.kind();
    Class<?> type = TYPES.get(kind);
    if (type == null) {
      findings.expect(false, manifest.where(), "no shape is known for " + kind);
      return;
    }
    try {
      STRICT.treeToValue(manifest.json(), type);
    } catch (JsonProcessingException e) {
      findings.expect(false, manifest.where(), e.getOriginalMessage());
    }
  }

  /** The model classes keep unknown fields in a side map; without that map they are refused. */
  private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return Boolean.FALSE;
    }
  }
}
