package io.ambit.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Collects the laps of all threads of an iteration, and tells JMH what they came to. */
public final class Laps implements InternalProfiler {
  static final String MEDIAN = "lap.median";
  static final String TAIL = "lap.tail";
  static final String KEPT = "lap.kept";

  /** An iteration keeps the first so many laps of a thread. */
  private static final int MOST = 1 << 18;

  private static final List<Record> RECORDS = new ArrayList<>();

  /** One thread's laps. */
  static final class Record {
    private final Lap lap;
    private final int[] nanos = new int[MOST];
    private int count;
    private int run;

    Record(Lap lap) {
      this.lap = lap;
    }

    /** The other one of two; none if there are more or less. */
    @Nullable Lap other() {
      // All threads are there before the first operation, and none comes later.
      return RECORDS.size() != 2 ? null : RECORDS.get(RECORDS.get(0) == this ? 1 : 0).lap;
    }

    void add(long tookNanos, boolean counts) {
      run++;
      if (counts && count < MOST) {
        nanos[count++] = (int) Math.min(tookNanos, Integer.MAX_VALUE);
      }
    }
  }

  static synchronized Record enter(Lap lap) {
    Record record = new Record(lap);
    RECORDS.add(record);
    return record;
  }

  @Override
  public String getDescription() {
    return "laps";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    RECORDS.forEach(
        each -> {
          each.count = 0;
          each.run = 0;
        });
    Singles.clear();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    int[] kept =
        RECORDS.stream().flatMapToInt(each -> Arrays.stream(each.nanos, 0, each.count)).toArray();
    int run = RECORDS.stream().mapToInt(each -> each.run).sum();
    if (run > 0) {
      Arrays.sort(kept);
      double median =
          kept.length == 0 ? Double.NaN : (double) kept[kept.length / 2] / Lap.OPERATIONS;
      results.add(scalar(MEDIAN, median, "ns/op"));
      results.add(scalar(KEPT, (double) kept.length / run, "of all"));
    }
    double tail = Singles.tail();
    if (!Double.isNaN(tail)) {
      results.add(scalar(TAIL, tail, "ns"));
    }
    return results;
  }

  private static ScalarResult scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, AggregationPolicy.AVG);
  }
}
