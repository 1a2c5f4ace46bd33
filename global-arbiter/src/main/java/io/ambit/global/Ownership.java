package io.ambit.global;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.door.http.Readiness;
import io.ambit.global.door.http.WatchDoor;
import io.ambit.global.door.http.Writes;
import io.ambit.global.door.kafka.ArbiterLog;
import io.ambit.global.door.kafka.Inbox;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * What leading means: a fresh core, which reads the logs back, leads, and decides nothing more once
 * the term has ended. Nothing is carried over from term to term. The core of a term that ended
 * answers questions until the next one of this process begins.
 */
@Component
record Ownership(
    Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop,
    Self self,
    ArbiterLog log,
    Writes writes,
    WatchDoor watch,
    ArbiterMeters meters,
    ModeMeters modeMeters,
    Readiness readiness)
    implements Candidacy.Office {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public Candidacy.Term begin(FencedWriter pen) throws InterruptedException {
    ArbiterCore core = new ArbiterCore();
    Inbox inbox = new Inbox(loop, core);
    Effects effects =
        new Effects(self, log, writes, watch, meters, modeMeters, readiness, pen, inbox);
    readiness.takesOver();
    if (!loop.replace(core, effects, PATIENCE)) {
      throw new IllegalStateException("the loop takes nothing in");
    }
    return Candidacy.of(() -> inbox.put(new ArbiterInput.Deposed()), log.read(inbox));
  }
}
