package io.ambit.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One thread's laps of {@value #OPERATIONS} operations, each timed for itself. Of two threads on a
 * machine that does other things too, mostly one runs while the other waits for a processor, and
 * their mean hides what they cost each other. So a lap of one of two counts only if the other made
 * half a lap to two laps meanwhile. What waits by parking keeps few laps, and looks better than it
 * is. With more threads than two every lap counts.
 */
@State(Scope.Thread)
public class Lap {
  /** What a method that runs a lap says in {@code @OperationsPerInvocation}. */
  public static final int OPERATIONS = 256;

  /** So many operations are done on one reading of the clock, as an event loop does. */
  public static final int BATCH = 32;

  private static final int BATCHES = OPERATIONS / BATCH;
  private static final VarHandle PROGRESS;

  static {
    try {
      PROGRESS = MethodHandles.lookup().findVarHandle(Lap.class, "progress", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One operation. */
  public interface Operation {
    /**
     * @param index counts up from one operation of the thread to the next
     * @param nowNanos read when the batch began
     */
    long run(int index, long nowNanos);
  }

  @SuppressWarnings("unused") // keeps what others write off the line of progress
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

  private volatile long progress;

  @SuppressWarnings("unused")
  private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;

  private final Laps.Record record = Laps.enter(this);
  private int index;

  /** Threads begin at different places of what they ask in turn. */
  @Setup
  public void begin() {
    index = (int) Thread.currentThread().threadId() * 7_919;
  }

  /** One lap, on the clock as it is at the beginning of each batch. */
  public long run(Operation operation) {
    Lap other = record.other();
    long seen = other == null ? 0 : (long) PROGRESS.getOpaque(other);
    long began = System.nanoTime();
    long now = began;
    long sum = 0;
    int at = index;
    for (int batch = 0; batch < BATCHES; batch++) {
      for (int i = 0; i < BATCH; i++) {
        sum += operation.run(at++, now);
      }
      PROGRESS.setOpaque(this, (long) PROGRESS.getOpaque(this) + 1);
      now = System.nanoTime();
    }
    index = at;
    record.add(now - began, other == null || together((long) PROGRESS.getOpaque(other) - seen));
    return sum;
  }

  /** Who is far ahead ran alone for a while: then this thread was waiting. */
  private static boolean together(long batchesOfTheOther) {
    return batchesOfTheOther >= BATCHES / 2 && batchesOfTheOther <= 2 * BATCHES;
  }
}
