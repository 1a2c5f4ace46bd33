package io.ambit.edge;

import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.door.kafka.RegionalBus;
import io.ambit.lease.Report;
import io.ambit.runtime.Loop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the loop, and at the end, once no request is under way any more, lets the core say goodbye
 * before the doors close.
 */
@Component
class Departure implements SmartLifecycle {
  private static final long PATIENCE_MILLIS = 3_000;

  private final Loop<EdgeInput, EdgeEffect, EdgeCore> loop;
  private final RegionalBus bus;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile boolean running;

  Departure(Loop<EdgeInput, EdgeEffect, EdgeCore> loop, RegionalBus bus) {
    this.loop = loop;
    this.bus = bus;
  }

  /** Before the web server, which stops in later phases and so before this. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    running = true;
    loop.start();
  }

  @Override
  public void stop() {
    running = false;
    try {
      if (!loop.offer(new EdgeInput.Stopping())
          || !gone.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        // Nobody waits for us: the region frees what we held once it has run out.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The core has finished; sends its last report if there is one. Returns at once. */
  void finish(@Nullable Report last) {
    if (last == null) {
      gone.countDown();
    } else {
      var unused = bus.send(last).whenComplete((sent, failed) -> gone.countDown());
    }
  }
}
