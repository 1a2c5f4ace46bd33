package io.ambit.benchmarks.remote;

import io.ambit.benchmarks.Ratio;
import io.ambit.benchmarks.Suite;
import io.ambit.benchmarks.Suite.Part;
import java.util.List;

/** The gate beside decisions that ask a Redis on the same machine. */
public final class RemoteSuite {
  public static final Suite SUITE =
      new Suite(
          "remote",
          "A decision at the edge, beside one that asks a Redis on the same machine",
          List.of(
              Part.all(Remote.Latency.class),
              new Part(Remote.Latency.class, 16, List.of()),
              new Part(Remote.Throughput.class, 16, List.of())),
          List.of(
              Ratio.faster(4_000, "Latency.gate", "Latency.script", "one thread, median"),
              Ratio.shown("Latency.gate", "Latency.bucket4j", "the same, to Bucket4j"),
              Ratio.faster(
                  2_000,
                  "Throughput.gate@16",
                  "Throughput.script@16",
                  "16 threads, decisions made"),
              Ratio.shown(
                  "Throughput.gate@16", "Throughput.bucket4j@16", "the same, to Bucket4j")));

  private RemoteSuite() {}
}
