package io.ambit.benchmarks.gate;

import io.ambit.benchmarks.Lap;
import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.overload.Overload;
import io.ambit.lease.Share;
import io.ambit.model.Priority;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our own decisions for one tenant. */
@State(Scope.Benchmark)
public class Deciding {
  static final String TENANT = "acme";

  private static final String[] TENANTS = {TENANT};
  private static final Costs ONE = Costs.ONE;

  Lap.Operation admit = (i, now) -> i;
  Lap.Operation admitInFull = (i, now) -> i;
  Lap.Operation admitWithinLimit = (i, now) -> i;
  Lap.Operation refuse = (i, now) -> i;
  Lap.Operation beginAndEnd = (i, now) -> i;

  private Ticking[] loops = {};

  /** One decision that admits. */
  public Lap.Operation admit() {
    return admit;
  }

  @Setup(Level.Trial)
  public void begin() {
    Gate open = Gates.of(Gates.table(TENANTS, Gates.PLENTY));
    Gate empty = Gates.of(Gates.table(TENANTS, Share.NONE));
    Overload overload = new Overload(System.nanoTime());
    loops = new Ticking[] {Ticking.of(open), Ticking.of(empty)};
    loops[0].every(
        1_000, () -> open.publish(System.nanoTime(), Gates.table(TENANTS, Gates.PLENTY)));
    admit = (i, now) -> open.decide(TENANT, ONE, now, Ahead.CLEAR).verdict().ordinal();
    refuse = (i, now) -> empty.decide(TENANT, ONE, now, Ahead.CLEAR).verdict().ordinal();
    beginAndEnd =
        (i, now) -> {
          overload.begin(Priority.CRITICAL, now);
          overload.end(now, 1_000_000, true);
          return i;
        };
    admitInFull = inFull(open, overload);
    admitWithinLimit = inFull(open, limited(System.nanoTime()));
  }

  private static Lap.Operation inFull(Gate gate, Overload overload) {
    return (i, now) -> {
      boolean sheds = overload.sheds(Priority.CRITICAL, 0.5, now);
      int verdict =
          gate.decide(TENANT, ONE, now, sheds ? Ahead.OVERLOADED : Ahead.CLEAR).verdict().ordinal();
      overload.begin(Priority.CRITICAL, now);
      overload.end(now, 1_000_000, true);
      return verdict;
    };
  }

  /** One that for five seconds was told of 2,000 requests a second that took a millisecond each. */
  private static Overload limited(long nowNanos) {
    long began = nowNanos - 5_000_000_000L;
    Overload overload = new Overload(began);
    double limit = Double.POSITIVE_INFINITY;
    for (long now = began; now - nowNanos < 0; now += 500_000) {
      overload.begin(Priority.CRITICAL, now - 1_000_000);
      overload.end(now, 1_000_000, true);
      if ((now - began) % 50_000_000 == 0) {
        limit = overload.learn(now).limit();
      }
    }
    if (!Double.isFinite(limit)) {
      throw new IllegalStateException("no limit was learned");
    }
    return overload;
  }

  @TearDown(Level.Trial)
  public void end() {
    for (Ticking each : loops) {
      each.close();
    }
  }
}
