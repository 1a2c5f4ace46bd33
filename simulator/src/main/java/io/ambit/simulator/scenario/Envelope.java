package io.ambit.simulator.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The published envelope: every scenario over a few seeds, and the worst of each figure. */
public final class Envelope {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("excess", "Excess, units", true),
          new Column("excessOfL", "Excess, ms of L", true),
          new Column("utilisation", "Utilisation", false),
          new Column("utilisationAfter", "Utilisation after", false),
          new Column("convergence", "Convergence, ms", true),
          new Column("jain", "Jain", false),
          new Column("bytes", "Bytes/edge/s", true),
          new Column("messages", "Messages/edge/s", true));

  private record Column(String figure, String title, boolean worstIsMost) {
    OptionalDouble worst(List<Outcome> outcomes) {
      var values =
          outcomes.stream().mapToDouble(each -> each.value(figure)).filter(v -> !Double.isNaN(v));
      return worstIsMost ? values.max() : values.min();
    }
  }

  /** One scenario under one disturbance, over all seeds. */
  private record Row(
      String scenario, String fault, int edges, List<Outcome> outcomes, boolean met) {
    List<String> cells() {
      List<String> cells = new ArrayList<>(List.of(scenario, fault, "" + edges));
      COLUMNS.forEach(column -> cells.add(cell(column.worst(outcomes))));
      cells.add(met ? "yes" : "no");
      return cells;
    }

    /** What a reader of JSON gets: every figure as it was measured. */
    Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("scenario", scenario);
      figures.put("fault", fault);
      figures.put("edges", edges);
      COLUMNS.forEach(
          column -> column.worst(outcomes).ifPresent(worst -> figures.put(column.figure(), worst)));
      figures.put("met", met);
      return figures;
    }
  }

  /** One row that is to be played; with {@code bound}, all bounds of the scenario must be met. */
  private record Entry(Scenario scenario, String fault, boolean bound) {
    Row play(long seeds) {
      List<Outcome> outcomes = new ArrayList<>();
      for (long seed = 1; seed <= seeds; seed++) {
        outcomes.add(scenario.play().run(seed, scenario.edges()));
      }
      boolean met =
          outcomes.stream().allMatch(each -> bound ? each.met() : each.value("excess") == 0);
      Row row = new Row(scenario.name(), fault, scenario.edges(), outcomes, met);
      System.out.println(line(row.cells()));
      return row;
    }
  }

  private final long seeds;
  private final List<Row> rows;

  private Envelope(long seeds, List<Row> rows) {
    this.seeds = seeds;
    this.rows = rows;
  }

  /**
   * Plays every shape of demand under every disturbance and every incident, and writes the table,
   * and beside it the same as CSV and as JSON. Chaos is not among them: its bounds are those of the
   * sweep.
   *
   * @param out the page, {@code .md}
   * @param commit what was measured
   * @param command how to do it again
   * @return whether nothing was over the contract, and every bound was met where nothing disturbs
   * @throws IOException if the table cannot be written
   */
  public static boolean write(Path out, long seeds, String commit, String command)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Disturbance disturbance : Disturbance.values()) {
      boolean bound = disturbance == Disturbance.NONE;
      Shapes.all(disturbance)
          .forEach(shape -> entries.add(new Entry(shape, disturbance.title(), bound)));
    }
    Incidents.all().forEach(incident -> entries.add(new Entry(incident, "its own", true)));
    List<Row> rows = play(entries, seeds);
    new Envelope(seeds, rows).save(out, commit, command);
    return rows.stream().allMatch(Row::met);
  }

  /**
   * Worlds share nothing, so they are played side by side, each core taking the next: some rows
   * take a hundred times as long as others. They stay in their order.
   */
  private static List<Row> play(List<Entry> entries, long seeds) {
    try (ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<CompletableFuture<Row>> rows =
          entries.stream()
              .map(entry -> CompletableFuture.supplyAsync(() -> entry.play(seeds), cores))
              .toList();
      return rows.stream().map(CompletableFuture::join).toList();
    }
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String cell(OptionalDouble worst) {
    if (worst.isEmpty()) {
      return "";
    }
    double value = worst.getAsDouble();
    return value >= 100 || value == 0
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private void save(Path out, String commit, String command) throws IOException {
    List<String> titles = new ArrayList<>(List.of("Scenario", "Fault", "Edges"));
    COLUMNS.forEach(column -> titles.add(column.title()));
    titles.add("Met");
    List<String> page = new ArrayList<>();
    page.add("# The envelope");
    page.add("");
    page.add("Generated by `%s` at commit %s; do not edit.".formatted(command, commit));
    page.add(
        "Each row is the worst of %d seeds, on simulated networks and the real cores; excess is over"
            .formatted(seeds));
    page.add(
        "L·W + B for every window W. `./dev sim --list` says what each scenario is. *Met*: all");
    page.add("bounds of the scenario, or where something disturbs it, that the excess is nothing.");
    page.add("");
    page.add(line(titles));
    page.add("|---|---" + "|--:".repeat(titles.size() - 2) + "|");
    rows.forEach(row -> page.add(line(row.cells())));
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(out, page);
    List<String> csv = new ArrayList<>();
    csv.add(String.join(",", titles.stream().map(title -> title.replace(",", "")).toList()));
    rows.forEach(row -> csv.add(String.join(",", row.cells())));
    Files.write(beside(out, ".csv"), csv);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("commit", commit);
    all.put("command", command);
    all.put("seeds", seeds);
    all.put("rows", rows.stream().map(Row::figures).toList());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(beside(out, ".json").toFile(), all);
  }

  private static Path beside(Path page, String ending) {
    return page.resolveSibling(page.getFileName().toString().replaceFirst("\\.md$", "") + ending);
  }
}
