package io.ambit.benchmarks.gate;

import io.ambit.benchmarks.Singles;
import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.core.GateTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thousand tenants whose terms all change ten times a second while they are asked for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Swapping {
  private static final int TENANTS = 1_000;
  private static final int SWAP_MILLIS = 100;

  private final String[] names = new String[TENANTS];
  private Gate gate = new Gate();
  private Ticking loop = Ticking.of(gate);
  private int index;

  @Setup(Level.Trial)
  public void begin() {
    for (int i = 0; i < TENANTS; i++) {
      names[i] = "tenant-" + i;
    }
    loop.close();
    gate = Gates.of(Gates.table(names, Gates.PLENTY));
    loop = Ticking.of(gate);
    Gate swapped = gate;
    loop.every(
        SWAP_MILLIS,
        () -> {
          // Leases count from now, so all terms differ from those before.
          GateTable table = Gates.table(names, Gates.PLENTY);
          swapped.publish(System.nanoTime(), table);
        });
  }

  @TearDown(Level.Trial)
  public void end() {
    loop.close();
  }

  @Benchmark
  public int gate() {
    long began = System.nanoTime();
    int verdict =
        gate.decide(names[index++ % TENANTS], Costs.ONE, began, Ahead.CLEAR).verdict().ordinal();
    Singles.add(System.nanoTime() - began);
    return verdict;
  }
}
