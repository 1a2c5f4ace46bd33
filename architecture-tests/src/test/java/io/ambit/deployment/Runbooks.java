package io.ambit.deployment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runbooks of docs/operations.md: one heading per alert, each with the first three commands to
 * type.
 */
final class Runbooks {
  static final String FILE = "docs/operations.md";
  static final int COMMANDS = 3;

  private static final Pattern SECTION =
      Pattern.compile("(?ms)^### (Ambit\\w+)\\R(.*?)(?=^##|\\z)");
  private static final Pattern COMMAND_BLOCK = Pattern.compile("(?ms)^```sh\\R(.*?)^```");

  private Runbooks() {}

  /** How many commands the runbook of each alert gives. */
  static Map<String, Long> commands(DeploymentFiles files) {
    Map<String, Long> commands = new TreeMap<>();
    Matcher section = SECTION.matcher(files.text(FILE));
    while (section.find()) {
      Matcher block = COMMAND_BLOCK.matcher(section.group(2));
      commands.put(
          section.group(1),
          block.find() ? block.group(1).lines().filter(line -> !line.isBlank()).count() : 0);
    }
    return commands;
  }

  static void check(DeploymentFiles files, Set<String> alerts, Findings findings) {
    Map<String, Long> runbooks = commands(files);
    for (String alert : alerts) {
      findings.expect(
          runbooks.getOrDefault(alert, 0L) == COMMANDS,
          FILE,
          alert + " has no runbook of three commands");
    }
    for (String runbook : runbooks.keySet()) {
      findings.expect(alerts.contains(runbook), FILE, runbook + " is a runbook of no alert");
    }
  }
}
