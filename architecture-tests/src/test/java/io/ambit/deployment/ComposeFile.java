package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Holds docker-compose.yml to the part of the Compose specification the stack uses ({@code
 * compose.schema.json}: any other key is a finding) and to what no schema can say: the ports of the
 * contract, memory in all, names that lead somewhere, the version the project builds.
 */
final class ComposeFile {
  static final String FILE = "docker-compose.yml";

  /** What the stack may take of a laptop. */
  static final int STACK_MIB = 3 * 1024;

  /** What watching it may take on top. */
  static final int OBSERVE_MIB = 512;

  /** What a witness may take on top. */
  static final int WITNESS_MIB = 344;

  private ComposeFile() {}

  static List<String> findings(DeploymentFiles files) {
    Findings findings = new Findings();
    JsonNode compose = Documents.only(files.text(FILE));
    schema().validate(compose).forEach(message -> findings.expect(false, FILE, message.toString()));
    ports(compose, findings);
    memory(compose, findings);
    for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
      names(service.getKey(), service.getValue(), compose, files, findings);
      tier(service.getKey(), service.getValue(), files, findings);
    }
    return findings.all();
  }

  /** The services by name. */
  static JsonNode services(DeploymentFiles files) {
    return Documents.only(files.text(FILE)).path("services");
  }

  private static JsonSchema schema() {
    try (InputStream schema =
        Objects.requireNonNull(ComposeFile.class.getResourceAsStream("compose.schema.json"))) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ports(JsonNode compose, Findings findings) {
    ContractPorts.published()
        .forEach(
            (service, expected) -> {
              List<String> ports = Documents.strings(compose.at("/services/" + service + "/ports"));
              findings.expect(
                  ports.equals(expected),
                  service,
                  "ports " + ports + " (expected: " + expected + ")");
            });
  }

  private static boolean isOf(JsonNode service, String profile) {
    return Documents.strings(service.path("profiles")).contains(profile);
  }

  private static void memory(JsonNode compose, Findings findings) {
    bounded("the stack", STACK_MIB, compose, service -> !service.has("profiles"), findings);
    bounded("observe", OBSERVE_MIB, compose, service -> isOf(service, "observe"), findings);
    bounded("witness", WITNESS_MIB, compose, service -> isOf(service, "witness"), findings);
  }

  private static void bounded(
      String what, int most, JsonNode compose, Predicate<JsonNode> counts, Findings findings) {
    int sum =
        Documents.stream(compose.path("services"))
            .filter(counts)
            .map(service -> service.path("mem_limit").asText("0m").replace("m", ""))
            .mapToInt(Integer::parseInt)
            .sum();
    findings.expect(sum <= most, what, "memory " + sum + " MiB (expected: <= " + most + ")");
  }

  private static void names(
      String name, JsonNode service, JsonNode compose, DeploymentFiles files, Findings findings) {
    for (String dependency : Documents.keys(service.path("depends_on"))) {
      findings.expect(
          compose.path("services").has(dependency),
          name,
          "depends on " + dependency + ", which is not there");
    }
    for (String volume : Documents.strings(service.path("volumes"))) {
      String source = volume.substring(0, volume.indexOf(':'));
      boolean found =
          source.startsWith("./")
              ? !files.under(source.substring(2), "").isEmpty()
              : compose.path("volumes").has(source);
      findings.expect(found, name, "mounts " + source + ", which is not there");
    }
  }

  private static void tier(
      String name, JsonNode service, DeploymentFiles files, Findings findings) {
    String module = service.at("/build/args/MODULE").asText();
    if (module.isEmpty()) {
      return;
    }
    String image = "ambit/" + module + ":" + files.projectVersion();
    findings.expect(service.path("image").asText().equals(image), name, "image is not " + image);
    findings.expect(service.path("read_only").asBoolean(), name, "root file system is writable");
    findings.expect(service.has("cap_drop"), name, "capabilities are kept");
    findings.expect(
        service.at("/healthcheck/test").toString().contains("GET /readyz "),
        name,
        "health is not /readyz");
    JsonNode environment = service.path("environment");
    String region = environment.path("AMBIT_REGION").asText();
    findings.expect(name.contains(region), name, "belongs to region " + region);
    int grace = Durations.seconds(service.path("stop_grace_period").asText("0s"));
    int drain =
        Durations.seconds(
            environment.path("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE").asText("0s"));
    findings.expect(
        drain > 0 && grace >= drain + PodLifecycle.MARGIN_SECONDS,
        name,
        "is killed before its " + drain + " s drain ends");
  }
}
