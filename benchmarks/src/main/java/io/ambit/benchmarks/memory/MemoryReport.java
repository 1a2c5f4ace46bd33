package io.ambit.benchmarks.memory;

import io.ambit.benchmarks.gate.Populations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a million tenants take up, each structure in a JVM of its own. */
public final class MemoryReport {
  public static final String NAME = "memory";
  public static final String ABOUT = "What a million tenants take up at an edge";

  private static final int TENANTS = 1_000_000;
  private static final double BOUND = 100;

  private final Map<Populations, Double> bytes = new EnumMap<>(Populations.class);

  /** Measures all; takes a minute or two. */
  public static MemoryReport measure() throws IOException {
    MemoryReport report = new MemoryReport();
    for (Populations each : Populations.values()) {
      report.bytes.put(each, (double) measure(each) / TENANTS);
    }
    return report;
  }

  private static long measure(Populations kept) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx6g",
                    "-XX:+UseParallelGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Footprint.class.getName(),
                    kept.name(),
                    Integer.toString(TENANTS)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = process.getInputStream()) {
      return Long.parseLong(new String(said.readAllBytes(), StandardCharsets.UTF_8).strip());
    } finally {
      process.destroy();
    }
  }

  /** Whether the bound was met. */
  public boolean isMet() {
    return of(Populations.AMBIT) <= BOUND;
  }

  private double of(Populations kept) {
    Double measured = bytes.get(kept);
    return measured == null ? Double.NaN : measured;
  }

  /** As a page. */
  public String page(String command, String commit, String machine) {
    StringBuilder page = new StringBuilder();
    page.append("# %s%n%n".formatted(ABOUT));
    page.append(
        "`%s` at commit `%s`, on %s. Heap used after collections, with them less without them; their names are there before. One limit each, idle. Bound: %.0f bytes each, %s.%n%n"
            .formatted(command, commit, machine, BOUND, isMet() ? "met" : "**missed**"));
    page.append("| kept in | bytes for each | to ours |%n|---|---|---|%n".formatted());
    bytes.forEach(
        (kept, each) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f× |%n",
                    kept.about(),
                    each,
                    each / of(Populations.AMBIT))));
    return page.toString();
  }
}
