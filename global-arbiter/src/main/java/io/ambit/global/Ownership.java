package io.ambit.global;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.door.http.Readiness;
import io.ambit.global.door.http.WatchDoor;
import io.ambit.global.door.http.Writes;
import io.ambit.global.door.kafka.ArbiterLog;
import io.ambit.global.door.kafka.Inbox;
import io.ambit.lease.GrantPages;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * What leading means: a fresh core, which reads the logs back, leads, and decides nothing more once
 * the term has ended. Nothing is carried over from term to term. The core of a term that ended
 * answers questions until the next one begins, or this process stands by for another.
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
        new Effects(
            self, log, writes, watch, meters, modeMeters, readiness, pen, new GrantPages(), inbox);
    readiness.knowsNothing();
    seat(core, effects);
    return Candidacy.of(() -> inbox.put(new ArbiterInput.Deposed()), log.read(inbox));
  }

  @Override
  public Candidacy.Rehearsal standBy() throws InterruptedException {
    ArbiterCore core = new ArbiterCore();
    Inbox inbox = new Inbox(loop, core);
    readiness.knowsNothing();
    seat(core, this::refuse);
    return log.rehearse(
        () -> {
          inbox.put(new ArbiterInput.StandingBy());
          readiness.standsBy();
        });
  }

  /** Carries out all that a core asks for that does not lead. */
  void refuse(List<ArbiterEffect> step) {
    for (ArbiterEffect effect : step) {
      if (effect instanceof ArbiterEffect.Answer answer) {
        writes.answer(answer.commandId(), answer.reply());
      } else if (effect instanceof ArbiterEffect.AnswerFailover answer) {
        writes.answer(answer.commandId(), answer.reply());
      } else if (effect instanceof ArbiterEffect.ChangeMode change) {
        modeMeters.changed(change.change());
      }
    }
  }

  private void seat(ArbiterCore core, Consumer<List<ArbiterEffect>> carryOut)
      throws InterruptedException {
    if (!loop.replace(core, carryOut, PATIENCE)) {
      throw new IllegalStateException("the loop takes nothing in");
    }
  }
}
