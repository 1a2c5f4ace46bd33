package io.ambit.stack.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests of a stretch of time.
 *
 * @param lengthNanos of that stretch
 * @param edges in the order of the edges
 * @param latencyMicros from when a request was due to its answer; not to be changed
 */
public record Score(long lengthNanos, SequencedMap<String, Tally> edges, Histogram latencyMicros) {
  public Score {
    edges = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(edges));
  }

  /** Over all edges. */
  public Tally total() {
    return edges.values().stream().reduce(Tally.NONE, Tally::plus);
  }

  /** This stretch and another of the same edges that came before or after it. */
  public Score plus(Score other) {
    return with(other, lengthNanos + other.lengthNanos);
  }

  /** This and what others asked of the same edges in the same stretch. */
  public Score beside(Score others) {
    return with(others, Math.max(lengthNanos, others.lengthNanos));
  }

  private Score with(Score other, long nanos) {
    SequencedMap<String, Tally> sum = new LinkedHashMap<>(edges);
    for (Map.Entry<String, Tally> edge : other.edges.entrySet()) {
      sum.merge(edge.getKey(), edge.getValue(), Tally::plus);
    }
    Histogram both = latencyMicros.copy();
    both.add(other.latencyMicros);
    return new Score(nanos, sum, both);
  }
}
