package io.ambit.region.door.kafka;

import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import java.time.Duration;

/** Hands what was read to the loop, holding the reader back while the loop is busy. */
final class Inbox {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;

  Inbox(Loop<RegionInput, RegionEffect, RegionCore> loop) {
    this.loop = loop;
  }

  void put(RegionInput input) {
    try {
      if (!loop.put(input, PATIENCE)) {
        throw new IllegalStateException("the loop takes nothing in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
