package io.ambit.global.door.kafka;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.runtime.Loop;
import java.time.Duration;

/**
 * Hands what was read to one term's core, holding the reader back while the loop is busy. Once
 * another term has begun, nothing gets through any more.
 */
public final class Inbox {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;
  private final ArbiterCore core;

  /**
   * @param core whom to hand it to, as long as it is the loop's
   */
  public Inbox(Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop, ArbiterCore core) {
    this.loop = loop;
    this.core = core;
  }

  /** Hands {@code input} in; gives up when the thread is interrupted. */
  public void put(ArbiterInput input) {
    try {
      if (!loop.put(core, input, PATIENCE)) {
        throw new IllegalStateException("the loop takes nothing in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
