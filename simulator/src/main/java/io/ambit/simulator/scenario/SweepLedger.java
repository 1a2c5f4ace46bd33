package io.ambit.simulator.scenario;

import io.ambit.simulator.scenario.Sweep.Failure;
import io.ambit.simulator.scenario.Sweep.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of sweeps that add up: a row for each run, with what was run, how, and what it came to. A
 * run that goes on with what an earlier one began skips the seeds that are there, so the same
 * command given again continues, and files of several runs are merged by putting their rows
 * together. Seeds of another commit, or with another number of edges, are other seeds.
 *
 * <p>Written as a whole to a file beside it that then takes its place, so it is never half a file.
 */
public final class SweepLedger {
  private static final String HEAD =
      "commit,edges,first,seeds,admitted,nodeHours,tight,seconds,cores,violated,command";
  private static final int COLUMNS = 11;

  /**
   * One run.
   *
   * @param first the first seed; {@code total.seeds()} of them in an unbroken row
   * @param violated the replay of the seed that failed; empty if none did
   */
  public record Row(
      String commit,
      int edges,
      long first,
      long seeds,
      long admitted,
      double nodeHours,
      long tight,
      double seconds,
      int cores,
      String violated,
      String command) {
    /** A run of this JVM. */
    public static Row of(
        String commit, int edges, long first, Total total, double seconds, String command) {
      Failure failure = total.failure();
      return new Row(
          commit,
          edges,
          first,
          total.seeds(),
          total.admitted(),
          total.nodeHours(),
          total.tight(),
          seconds,
          Runtime.getRuntime().availableProcessors(),
          failure == null ? "" : failure.replay(),
          command);
    }

    private boolean isRunOf(Row other) {
      return commit.equals(other.commit) && edges == other.edges && first == other.first;
    }

    private String line() {
      return String.format(
          Locale.ROOT,
          "%s,%d,%d,%d,%d,%.2f,%d,%.1f,%d,%s,%s",
          commit,
          edges,
          first,
          seeds,
          admitted,
          nodeHours,
          tight,
          seconds,
          cores,
          violated,
          command.replace(',', ' '));
    }

    private static Row parse(String line) {
      String[] cells = line.split(",", COLUMNS);
      if (cells.length != COLUMNS) {
        throw new IllegalArgumentException("not a row of a sweep: " + line);
      }
      return new Row(
          cells[0],
          Integer.parseInt(cells[1]),
          Long.parseLong(cells[2]),
          Long.parseLong(cells[3]),
          Long.parseLong(cells[4]),
          Double.parseDouble(cells[5]),
          Long.parseLong(cells[6]),
          Double.parseDouble(cells[7]),
          Integer.parseInt(cells[8]),
          cells[9],
          cells[10]);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  /** What the file holds; nothing, if there is none. */
  public static SweepLedger read(Path file) throws IOException {
    SweepLedger ledger = new SweepLedger();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#") && !line.equals(HEAD)) {
          ledger.rows.add(Row.parse(line));
        }
      }
    }
    return ledger;
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Puts a row in, in place of what the same run came to before. */
  public void put(Row row) {
    rows.removeIf(row::isRunOf);
    rows.add(row);
  }

  /** The rows of another file as well. Throws if a seed would be counted twice. */
  public void merge(SweepLedger other) {
    for (Row row : other.rows) {
      for (Row mine : rows) {
        boolean same = row.commit().equals(mine.commit()) && row.edges() == mine.edges();
        boolean apart =
            row.first() >= mine.first() + mine.seeds() || mine.first() >= row.first() + row.seeds();
        if (same && !apart) {
          throw new IllegalArgumentException(
              "seed %d of %s is in both"
                  .formatted(Math.max(row.first(), mine.first()), mine.commit()));
        }
      }
      rows.add(row);
    }
  }

  /** The first seed from {@code first} on that this commit has not run with so many edges. */
  public long next(String commit, int edges, long first) {
    long next = first;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Row row : rows) {
        boolean same = row.commit().equals(commit) && row.edges() == edges;
        if (same && row.first() <= next && next < row.first() + row.seeds()) {
          next = row.first() + row.seeds();
          moved = true;
        }
      }
    }
    return next;
  }

  /** All rows in one sentence. */
  public String sum() {
    long violations = rows.stream().filter(row -> !row.violated().isEmpty()).count();
    return String.format(
        Locale.ROOT,
        "%d seeds, %d units admitted, %.1f node-hours, %d seeds within 10 %% of the limit,"
            + " %d violations, %.0f s",
        rows.stream().mapToLong(Row::seeds).sum(),
        rows.stream().mapToLong(Row::admitted).sum(),
        rows.stream().mapToDouble(Row::nodeHours).sum(),
        rows.stream().mapToLong(Row::tight).sum(),
        violations,
        rows.stream().mapToDouble(Row::seconds).sum());
  }

  public void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Chaos over many seeds, a row for each run of `./dev sim --sweep`. Not edited by hand.");
    lines.add("# In all: " + sum());
    lines.add(HEAD);
    rows.forEach(row -> lines.add(row.line()));
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, lines);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
