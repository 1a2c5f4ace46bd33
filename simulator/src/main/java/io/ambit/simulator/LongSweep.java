package io.ambit.simulator;

import io.ambit.simulator.scenario.Sweep;
import io.ambit.simulator.scenario.SweepLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sweep as a person runs it: with a line of progress every {@value #TELL_SECONDS} s, and with a
 * file that says at any time what it came to so far, from which the same command goes on.
 */
final class LongSweep {
  private static final long TELL_SECONDS = 10;
  private static final double NANOS = 1e9;

  private final String commit;
  private final String command;
  private final int edges;
  private final @Nullable Path out;
  private final SweepLedger ledger;
  private final long startNanos = System.nanoTime();
  private long first;
  private long most;
  private long toldNanos = startNanos;

  private LongSweep(String commit, String command, int edges, @Nullable Path out)
      throws IOException {
    this.commit = commit;
    this.command = command;
    this.edges = edges;
    this.out = out;
    this.ledger = out == null ? new SweepLedger() : SweepLedger.read(out);
  }

  /**
   * Runs it and tells what it came to.
   *
   * @param out null to keep no file
   * @return whether nothing was violated
   * @throws IOException if the file cannot be read or written
   */
  static boolean run(
      String commit,
      String command,
      long first,
      long seeds,
      int edges,
      long minutes,
      @Nullable Path out)
      throws IOException {
    LongSweep sweep = new LongSweep(commit, command, edges, out);
    return sweep.run(first, first + seeds, minutes);
  }

  private boolean run(long from, long end, long minutes) throws IOException {
    first = ledger.next(commit, edges, from);
    most = Math.max(0, end - first);
    if (first > from) {
      System.out.printf("going on at seed %d%n", first);
    }
    long untilNanos = startNanos + minutes * 60_000_000_000L;
    Sweep.Total total = Sweep.run(first, most, edges, untilNanos, this::progress);
    save(total);
    System.out.printf("%s, from seed %d%n", inWords(total), first);
    if (out != null) {
      System.out.printf("%s: %s%n", out, ledger.sum());
    }
    Sweep.Failure failure = total.failure();
    if (failure != null) {
      System.out.printf("VIOLATED %s%nreplay: %s%n", failure.message(), failure.replay());
      System.out.println("the fewest faults that still do it:");
      failure.shrunk().forEach(fault -> System.out.println("  " + fault));
    }
    return failure == null;
  }

  private void progress(Sweep.Total total) {
    long now = System.nanoTime();
    if (now - toldNanos < TELL_SECONDS * NANOS) {
      return;
    }
    toldNanos = now;
    System.err.printf(
        Locale.ROOT,
        "%s; of %d seeds, %.1f a second, %.2f node-hours a second%n",
        inWords(total),
        most,
        total.seeds() / seconds(),
        total.nodeHours() / seconds());
    try {
      save(total);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void save(Sweep.Total total) throws IOException {
    if (out != null && total.seeds() > 0) {
      ledger.put(SweepLedger.Row.of(commit, edges, first, total, seconds(), command));
      ledger.write(out);
    }
  }

  private String inWords(Sweep.Total total) {
    return String.format(
        Locale.ROOT,
        "%d seeds: %d units admitted, %.1f node-hours, %d seeds within 10 %% of the limit, %.0f s",
        total.seeds(),
        total.admitted(),
        total.nodeHours(),
        total.tight(),
        seconds());
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / NANOS;
  }

  /** Adds files up, and writes what they hold together if asked to. */
  static void total(List<Path> files, @Nullable Path out) throws IOException {
    SweepLedger all = new SweepLedger();
    for (Path file : files) {
      all.merge(SweepLedger.read(file));
    }
    System.out.println(all.sum());
    if (out != null) {
      all.write(out);
    }
  }
}
