package io.ambit.benchmarks.gate;

import io.ambit.benchmarks.Ratio;
import io.ambit.benchmarks.Suite;
import io.ambit.benchmarks.Suite.Part;
import java.util.List;

/** The gate beside what others use, and beside what it is made of. */
public final class GateSuite {
  private static final String[] CONTENDED = {
    "gate", "decision", "atomicLong", "guava", "bucket4j", "resilience4jSemaphore"
  };

  public static final Suite SUITE =
      new Suite(
          "gate",
          "A decision at the edge, beside limiters of others and bare parts",
          List.of(
              Part.all(Hot.class),
              new Part(Hot.class, 2, List.of()),
              Part.of(4, Hot.class, "gate", "atomicLong", "bucket4j"),
              Part.of(16, Hot.class, CONTENDED),
              Part.all(Empty.class),
              Part.of(2, Empty.class, "gate", "guava", "bucket4j", "resilience4jSemaphore"),
              Part.all(Many.class),
              Part.of(2, Many.class, "gate", "concurrentHashMap"),
              Part.all(Swapping.class)),
          List.of(
              Ratio.atMost(0.9, "Hot.decision", "Hot.atomicLong", "full decision, to one atomic"),
              Ratio.shown("Hot.gate", "Hot.atomicLong", "the gate alone, to one atomic"),
              Ratio.atMost(
                  0.35, "Hot.decision@2", "Hot.atomicLong@2", "full, two threads, to one atomic"),
              Ratio.shown("Hot.gate@2", "Hot.atomicLong@2", "gate, two threads, to one atomic"),
              Ratio.shown("Hot.limited", "Hot.decision", "with a limit in force, to without"),
              Ratio.shown("Hot.limited@2", "Hot.limited", "with a limit, two threads to one"),
              Ratio.shown("Hot.underWay", "Hot.longAdder", "begin and end, to one LongAdder"),
              Ratio.shown("Hot.underWay@2", "Hot.underWay", "begin and end, two threads to one"),
              Ratio.atMost(1.3, "Hot.decision@2", "Hot.decision", "full, two threads to one"),
              Ratio.shown("Hot.gate@2", "Hot.gate", "gate, two threads to one"),
              Ratio.faster(10, "Hot.decision", "Hot.guava", "to Guava"),
              Ratio.faster(10, "Hot.decision", "Hot.bucket4j", "to Bucket4j"),
              Ratio.faster(
                  2, "Hot.decision", "Hot.resilience4jSemaphore", "to Resilience4j's semaphore"),
              Ratio.shown("Hot.gate", "Hot.guava", "gate, to Guava"),
              Ratio.shown("Hot.gate", "Hot.bucket4j", "gate, to Bucket4j"),
              Ratio.shown(
                  "Hot.gate", "Hot.resilience4jSemaphore", "gate, to Resilience4j's semaphore"),
              Ratio.faster(8, "Hot.decision@2", "Hot.guava@2", "two threads, to Guava"),
              Ratio.faster(8, "Hot.decision@2", "Hot.bucket4j@2", "two threads, to Bucket4j"),
              Ratio.faster(
                  8,
                  "Hot.decision@2",
                  "Hot.resilience4jSemaphore@2",
                  "two threads, to Resilience4j's semaphore"),
              Ratio.atMost(1, "Empty.gate", "Hot.gate", "refusing, to admitting"),
              Ratio.shown("Empty.gate@2", "Empty.gate", "refusing, two threads to one"),
              Ratio.atMost(1.5, "Many.gate", "Many.concurrentHashMap", "many, to one look-up")
                  .with("ZIPF_10K"),
              Ratio.atMost(1, "Many.gate", "Many.concurrentHashMap", "many, to one look-up")
                  .with("UNIFORM_1M"),
              Ratio.shown("Many.gate@2", "Many.concurrentHashMap@2", "the same, two threads"),
              Ratio.faster(8, "Many.gate", "Many.guava", "many, to Guava"),
              Ratio.faster(8, "Many.gate", "Many.bucket4j", "many, to Bucket4j")),
          List.of(
              new Suite.Ceiling(
                  "Swapping.gate", 5_000, "all but one in a thousand, terms swapped")));

  private GateSuite() {}
}
