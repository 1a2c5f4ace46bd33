package io.ambit.region;

import io.ambit.lease.GrantPages;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.region.door.http.EdgesDoor;
import io.ambit.region.door.http.Readiness;
import io.ambit.region.door.kafka.GlobalBus;
import io.ambit.region.door.kafka.Inbox;
import io.ambit.region.door.kafka.RegionalBus;
import io.ambit.region.door.peer.Peers;
import io.ambit.region.door.peer.Prober;
import io.ambit.region.door.peer.VowDoor;
import io.ambit.region.door.redis.Roster;
import io.ambit.runtime.Boots;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * What owning the region means: a fresh core under a boot of its own, which reads the region's log
 * back, leads, and is dropped at the end of the term. Nothing is carried over from term to term.
 */
@Component
record Ownership(
    RegionProperties properties,
    Loop<RegionInput, RegionEffect, RegionCore> loop,
    RegionalBus regional,
    GlobalBus global,
    Roster roster,
    Peers peers,
    VowDoor vows,
    EdgesDoor edges,
    Prober prober,
    ModeMeters modeMeters,
    TableMeters tableMeters,
    Readiness readiness)
    implements Candidacy.Office {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public Candidacy.Term begin(FencedWriter pen) throws InterruptedException {
    RegionCore core = new RegionCore(properties.region(), Boots.draw());
    Inbox inbox = new Inbox(loop, core);
    Effects effects =
        new Effects(
            regional,
            global,
            roster,
            peers,
            vows,
            edges,
            prober,
            modeMeters,
            tableMeters,
            readiness,
            pen,
            new GrantPages(),
            inbox);
    seat(core, effects);
    return Candidacy.of(
        () -> inbox.put(new RegionInput.Deposed()), regional.read(inbox), global.read(inbox));
  }

  @Override
  public Candidacy.Rehearsal standBy() throws InterruptedException {
    RegionCore core = new RegionCore(properties.region(), Boots.draw());
    Inbox inbox = new Inbox(loop, core);
    seat(core, this::answer);
    return regional.rehearse(
        () -> {
          inbox.put(new RegionInput.StandingBy());
          readiness.standsBy();
        });
  }

  /** Carries out all that a standby asks for. */
  private void answer(List<RegionEffect> step) {
    for (RegionEffect effect : step) {
      if (effect instanceof RegionEffect.ChangeMode change) {
        modeMeters.changed(change.change());
      } else if (effect instanceof RegionEffect.AnswerVow answer) {
        vows.answer(answer.id(), answer.vowed());
      }
    }
  }

  private void seat(RegionCore core, Consumer<List<RegionEffect>> carryOut)
      throws InterruptedException {
    if (!loop.replace(core, carryOut, PATIENCE)) {
      throw new IllegalStateException("the loop takes nothing in");
    }
  }
}
