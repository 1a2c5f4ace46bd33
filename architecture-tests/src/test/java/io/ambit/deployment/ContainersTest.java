package io.ambit.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContainersTest {
  private static final DeploymentFiles FILES = DeploymentFiles.ofProject();

  @Test
  void theImageIsPinnedUnprivilegedAndStartsTheJvmItself() {
    assertThat(ImageRecipe.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> aLooserImageIsFound() {
    return Offender.eachFoundBy(
        ImageRecipe::findings,
        FILES,
        docker(
            "eclipse-temurin:25.0.4_7-jre-noble AS layers",
            "eclipse-temurin:25-jre AS layers",
            "base is not pinned"),
        docker("USER 65532:65532", "USER ambit", "USER is not 65532"),
        docker("EXPOSE 8080 9080 7080", "EXPOSE 8080", "exposes [8080]"),
        docker("ENTRYPOINT [\"java\",", "ENTRYPOINT java", "not in exec form"),
        docker("\"-XX:+UseG1GC\"", "\"-XX:+UseZGC\"", "another collector"),
        docker("\"-XX:MaxRAMPercentage=35\", ", "", "no JVM option -XX:MaxRAMPercentage"),
        docker(
            "\"-XX:+ExitOnOutOfMemoryError\", ", "", "no JVM option -XX:+ExitOnOutOfMemoryError"),
        docker(
            "SharedArchiveFile=application.jsa",
            "SharedArchiveFile=app.jsa",
            "not the archive made"),
        docker("-Dspring.context.exit=onRefresh ", "", "does not end by itself"),
        docker("extract --layers", "extract", "not extracted in layers"),
        docker("org.opencontainers.image.revision", "revision", "no label revision"),
        docker(
            "edge-agent,regional-controller,global-arbiter -am",
            "edge-agent -am",
            "global-arbiter is not built"),
        docker(
            "ARG MODULE\nWORKDIR /layers",
            "WORKDIR /layers",
            "no ARG MODULE in every stage that uses it"));
  }

  @Test
  void theComposedStackIsTheStackOfTheContract() {
    assertThat(ComposeFile.findings(FILES)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> anotherStackIsFound() {
    return Offender.eachFoundBy(
        ComposeFile::findings,
        FILES,
        compose("  restart: unless-stopped", "  restarts: unless-stopped", "restarts"),
        compose("valkey/valkey:9.0.8-alpine3.24", "valkey/valkey:latest", "valkey.image"),
        compose("\"127.0.0.1:19092:19092\"", "\"19092:19092\"", "kafka.ports"),
        compose("127.0.0.1:8101:8080", "127.0.0.1:8103:8080", "edge-eu-1: ports"),
        compose("mem_limit: 344m", "mem_limit: 512m", "memory 4160 MiB (expected: <= 3072"),
        compose("mem_limit: 256m", "mem_limit: 384m", "memory 576 MiB (expected: <= 512"),
        compose("    mem_limit: 512m\n", "", "'mem_limit'"),
        compose(
            "      retries: 6\n      start_period: 30s", "      start_period: 30s", "'retries'"),
        compose("GET /readyz", "GET /livez", "health is not /readyz"),
        compose("AMBIT_NODE: arbiter-1", "AMBIT_OPERATOR_TOKEN: letmein", "AMBIT_OPERATOR_TOKEN"),
        compose(
            "kafka: {condition: service_healthy}",
            "broker: {condition: service_healthy}",
            "depends on broker"),
        compose("[\"arbiter-data:/var/lib/ambit\"]", "[\"data:/var/lib/ambit\"]", "mounts data"),
        compose(
            "./observability/prometheus:", "./observability/prom:", "mounts ./observability/prom"),
        compose(
            "edge-agent:0.1.0-SNAPSHOT",
            "edge-agent:0.0.9-SNAPSHOT",
            "image is not ambit/edge-agent"),
        compose(
            "AMBIT_NODE: region-eu, AMBIT_REGION: eu",
            "AMBIT_NODE: region-eu, AMBIT_REGION: us",
            "belongs to region us"),
        compose(
            "stop_grace_period: 30s",
            "stop_grace_period: 20s",
            "is killed before its 20 s drain ends"),
        compose("read_only: true", "read_only: false", "root file system is writable"));
  }

  private static Offender docker(String from, String to, String finding) {
    return new Offender(ImageRecipe.FILE, from, to, finding);
  }

  private static Offender compose(String from, String to, String finding) {
    return new Offender(ComposeFile.FILE, from, to, finding);
  }
}
