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
    admitInFull =
        (i, now) -> {
          boolean sheds = overload.sheds(Priority.CRITICAL, 0.5);
          int verdict =
              open.decide(TENANT, ONE, now, sheds ? Ahead.OVERLOADED : Ahead.CLEAR)
                  .verdict()
                  .ordinal();
          overload.begin(Priority.CRITICAL, now);
          overload.end(now, 1_000_000, true);
          return verdict;
        };
  }

  @TearDown(Level.Trial)
  public void end() {
    for (Ticking each : loops) {
      each.close();
    }
  }
}
