package io.ambit.region.door.kafka;

import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import java.time.Duration;

/**
 * Hands what was read to one term's core, holding the reader back while the loop is busy. Once
 * another term has begun, nothing gets through any more.
 */
public final class Inbox {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final RegionCore core;

  /**
   * @param core whom to hand it to, as long as it is the loop's
   */
  public Inbox(Loop<RegionInput, RegionEffect, RegionCore> loop, RegionCore core) {
    this.loop = loop;
    this.core = core;
  }

  /** Hands {@code input} in if the loop takes it at once; from threads that must not wait. */
  public void offer(RegionInput input) {
    try {
      var unused = loop.put(core, input, Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands {@code input} in; gives up when the thread is interrupted. */
  public void put(RegionInput input) {
    try {
      if (!loop.put(core, input, PATIENCE)) {
        throw new IllegalStateException("the loop takes nothing in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
