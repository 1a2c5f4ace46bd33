package io.ambit.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Holds the Dockerfile to: exact versions below it, no root in it, no shell between the engine and
 * the JVM, a collector and a memory share chosen by us, and a class-data archive made with the same
 * JVM options that later use it.
 */
final class ImageRecipe {
  static final String FILE = "Dockerfile";

  private static final Set<String> MODULES =
      Set.of("edge-agent", "regional-controller", "global-arbiter");

  private final List<String> instructions;
  private final Findings findings = new Findings();

  private ImageRecipe(List<String> instructions) {
    this.instructions = instructions;
  }

  static List<String> findings(DeploymentFiles files) {
    String joined =
        files.text(FILE).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
    ImageRecipe recipe =
        new ImageRecipe(joined.lines().filter(Predicate.not(String::isBlank)).toList());
    recipe.stages();
    recipe.runtime();
    return recipe.findings.all();
  }

  private void stages() {
    List<String> bases = arguments("FROM");
    findings.expect(bases.size() >= 2, FILE, "stages: " + bases.size() + " (expected: >= 2)");
    for (String base : bases) {
      findings.expect(
          base.matches("[a-z-]+:[0-9]+\\.[0-9]+\\.[0-9]+[^ ]*( AS [a-z]+)?"),
          FILE,
          "base is not pinned: " + base);
    }
    findings.expect(
        arguments("ARG").stream().filter("MODULE"::equals).count() == 2,
        FILE,
        "no ARG MODULE in every stage that uses it");
    MODULES.forEach(
        module -> findings.expect(run("package").contains(module), FILE, module + " is not built"));
    findings.expect(
        run("-Djarmode=tools").contains("extract --layers --destination"),
        FILE,
        "the jar is not extracted in layers");
    for (String label : List.of("title", "description", "version", "revision")) {
      findings.expect(
          arguments("LABEL").getFirst().contains("org.opencontainers.image." + label + "="),
          FILE,
          "no label " + label);
    }
  }

  private void runtime() {
    findings.expect(
        arguments("USER").equals(List.of("65532:65532")), FILE, "USER is not 65532:65532");
    Set<String> exposed = new TreeSet<>(List.of(arguments("EXPOSE").getFirst().split(" ")));
    Set<String> expected = new TreeSet<>();
    ContractPorts.ofContainer(true).values().forEach(port -> expected.add(port.toString()));
    findings.expect(
        exposed.equals(expected), FILE, "exposes " + exposed + " (expected: " + expected + ")");
    List<String> command = entrypoint();
    String training = run("-XX:ArchiveClassesAtExit=");
    findings.expect(
        training.contains("-Dspring.context.exit=onRefresh"),
        FILE,
        "the training run does not end by itself");
    option(command, "-XX:MaxRAMPercentage=");
    option(command, "-XX:+ExitOnOutOfMemoryError");
    String collector = option(command, "-XX:+Use");
    findings.expect(
        training.contains(" " + collector + " "),
        FILE,
        "the archive is made under another collector");
    String archive = option(command, "-XX:SharedArchiveFile=").replaceFirst(".*=", "");
    findings.expect(
        training.contains("-XX:ArchiveClassesAtExit=" + archive + " "),
        FILE,
        "the archive used is not the archive made");
  }

  private List<String> entrypoint() {
    String entrypoint = arguments("ENTRYPOINT").getFirst();
    try {
      JsonNode words = new ObjectMapper().readTree(entrypoint);
      return Documents.strings(words);
    } catch (JsonProcessingException e) {
      findings.expect(false, FILE, "ENTRYPOINT is not in exec form: " + entrypoint);
      return List.of();
    }
  }

  private String option(List<String> command, String prefix) {
    String option = command.stream().filter(word -> word.startsWith(prefix)).findFirst().orElse("");
    findings.expect(!option.isEmpty(), FILE, "no JVM option " + prefix);
    return option;
  }

  /** The RUN instruction that contains {@code part}, or nothing. */
  private String run(String part) {
    return arguments("RUN").stream().filter(run -> run.contains(part)).findFirst().orElse("");
  }

  private List<String> arguments(String instruction) {
    return instructions.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1).strip())
        .toList();
  }
}
