package io.ambit.stack.load;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Counts outcomes per edge, and how long answers took from when they were due. Reading the score
 * starts the next one. Thread-safe.
 */
public final class Scoreboard implements Consumer<Outcome> {
  /** Slower answers count as this slow; requests give up far earlier. */
  private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(1);

  private static final int DIGITS = 3;

  private final List<String> edges;
  private SequencedMap<String, Tally> tallies;
  private Histogram latencyMicros;
  private long sinceNanos = System.nanoTime();

  /** A scoreboard that shows every one of these edges, also those without traffic. */
  public Scoreboard(Collection<String> edges) {
    this.edges = List.copyOf(edges);
    this.tallies = none();
    this.latencyMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
  }

  @Override
  public synchronized void accept(Outcome outcome) {
    tallies.merge(outcome.edge(), Tally.of(outcome.verdict()), Tally::plus);
    if (outcome.status() > 0) {
      long micros = TimeUnit.NANOSECONDS.toMicros(outcome.answeredNanos() - outcome.dueNanos());
      latencyMicros.recordValue(Math.clamp(micros, 0, MAX_LATENCY_MICROS));
    }
  }

  /** The score since the last reading. */
  public synchronized Score read() {
    long nowNanos = System.nanoTime();
    Score score = new Score(nowNanos - sinceNanos, tallies, latencyMicros);
    tallies = none();
    latencyMicros = new Histogram(MAX_LATENCY_MICROS, DIGITS);
    sinceNanos = nowNanos;
    return score;
  }

  private SequencedMap<String, Tally> none() {
    SequencedMap<String, Tally> none = new LinkedHashMap<>();
    edges.forEach(edge -> none.put(edge, Tally.NONE));
    return none;
  }
}
