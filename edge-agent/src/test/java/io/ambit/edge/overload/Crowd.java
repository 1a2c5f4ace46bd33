package io.ambit.edge.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Platform threads, virtual threads and one that forgets, on a clock that moves on by what they do.
 * Each begins a request, or ends any that is open.
 */
final class Crowd {
  private static final int PLATFORM_THREADS = 24;
  private static final int VIRTUAL_THREADS = 400;
  private static final int EACH_PLATFORM = 5_000;
  private static final int EACH_VIRTUAL = 100;
  private static final int ALL = PLATFORM_THREADS * EACH_PLATFORM + VIRTUAL_THREADS * EACH_VIRTUAL;

  private final UnderWay underWay;
  private final Queue<Long> began = new ConcurrentLinkedQueue<>();
  private final AtomicLong clock;
  private final long stepNanos;
  private final int untoldOneIn;

  /**
   * At time 0.
   *
   * @param nanos how long it takes
   * @param untoldOneIn of so many that end, the end of one is not told; 0 if all are
   */
  Crowd(UnderWay underWay, long nanos, int untoldOneIn) {
    this(underWay, new AtomicLong(), nanos, untoldOneIn);
  }

  private Crowd(UnderWay underWay, AtomicLong clock, long nanos, int untoldOneIn) {
    this.underWay = underWay;
    this.clock = clock;
    this.stepNanos = nanos / ALL;
    this.untoldOneIn = untoldOneIn;
  }

  /** From where this is, with what is open here. */
  Crowd goingOn(long nanos, int untold) {
    Crowd next = new Crowd(underWay, clock, nanos, untold);
    next.began.addAll(began);
    return next;
  }

  long now() {
    return clock.get();
  }

  /** Requests that began and are not to be over yet. */
  long open() {
    return began.size();
  }

  void play(long seed) throws Exception {
    List<Future<?>> work = new ArrayList<>();
    try (ExecutorService platform = Executors.newFixedThreadPool(PLATFORM_THREADS);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PLATFORM_THREADS + VIRTUAL_THREADS; i++) {
        Random dice = new Random(seed * 1_000 + i);
        boolean own = i < PLATFORM_THREADS;
        int times = own ? EACH_PLATFORM : EACH_VIRTUAL;
        work.add((own ? platform : virtual).submit(() -> act(dice, times)));
      }
      while (!work.stream().allMatch(Future::isDone)) {
        var unused = underWay.forget(now(), UnderWay.LONGEST_NANOS);
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
  }

  void endAll() {
    for (Long each = began.poll(); each != null; each = began.poll()) {
      underWay.end(now(), now() - each);
    }
  }

  private void act(Random dice, int times) {
    for (int i = 0; i < times; i++) {
      long now = clock.addAndGet(stepNanos);
      Long ending = dice.nextInt(100) < 48 ? began.poll() : null;
      if (ending == null) {
        underWay.begin(now);
        began.add(now);
      } else if (untoldOneIn == 0 || dice.nextInt(untoldOneIn) > 0) {
        underWay.end(now, now - ending);
      }
    }
  }
}
