package io.ambit.edge.backend;

import io.ambit.edge.overload.Learned;
import io.ambit.edge.overload.Overload;

/** One pool of backends: a resource that can be overloaded. Thread-safe. */
public final class Pool {
  private final String name;
  private final Overload overload;
  private volatile Learned learned = Learned.NOTHING;

  Pool(String name, long nowNanos) {
    this.name = name;
    this.overload = new Overload(nowNanos);
  }

  public String name() {
    return name;
  }

  public Overload overload() {
    return overload;
  }

  /** What was known of it when the loop last learned. */
  public Learned learned() {
    return learned;
  }

  /** A request came back from here. */
  void end(long nowNanos, Outcome outcome) {
    overload.end(nowNanos, outcome.tookNanos(), outcome.success());
  }

  /** Learns from what was told since the last call. The loop's. */
  void learn(long nowNanos) {
    learned = overload.learn(nowNanos);
  }
}
