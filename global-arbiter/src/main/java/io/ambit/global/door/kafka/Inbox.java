package io.ambit.global.door.kafka;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.runtime.Loop;
import java.time.Duration;

/** Hands what was read to the loop, holding the reader back while the loop is busy. */
final class Inbox {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;

  Inbox(Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop) {
    this.loop = loop;
  }

  void put(ArbiterInput input) {
    try {
      if (!loop.put(input, PATIENCE)) {
        throw new IllegalStateException("the loop takes nothing in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
