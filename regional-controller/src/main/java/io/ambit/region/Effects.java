package io.ambit.region;

import io.ambit.lease.GrantPages;
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
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.ModeMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Carries one term's effects out, none of them waiting for anything. What one step appends is one
 * batch of the owner's pen: the edges see all of it or nothing.
 */
record Effects(
    RegionalBus regional,
    GlobalBus global,
    Roster roster,
    Peers peers,
    VowDoor vows,
    EdgesDoor edges,
    Prober prober,
    ModeMeters modeMeters,
    TableMeters tableMeters,
    Readiness readiness,
    FencedWriter pen,
    GrantPages pages,
    Inbox inbox)
    implements Consumer<List<RegionEffect>> {
  @Override
  public void accept(List<RegionEffect> step) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    step.forEach(effect -> carryOut(effect, records));
    if (records.isEmpty()) {
      written(step);
    } else {
      // A batch that fails ends the term, which is heard of elsewhere.
      var unused = pen.append(records).thenRun(() -> written(step));
    }
  }

  /** What was to be written before it is said is written. */
  private void written(List<RegionEffect> step) {
    for (RegionEffect effect : step) {
      if (effect instanceof RegionEffect.Swear swear) {
        inbox.offer(new RegionInput.Sworn(swear.number()));
      } else if (effect instanceof RegionEffect.BeginTerm) {
        inbox.put(new RegionInput.TermBegun());
      } else if (effect instanceof RegionEffect.AnswerEdgeGone answer) {
        edges.answer(answer.id(), answer.removal());
      }
    }
  }

  private void ask(RegionEffect.AskVow ask) {
    peers.ask(
        ask.region(),
        vowMillis -> inbox.put(new RegionInput.Vowed(ask.region(), ask.sentNanos(), vowMillis)));
  }

  private void carryOut(RegionEffect effect, List<ProducerRecord<String, byte[]>> records) {
    switch (effect) {
      case RegionEffect.Give give ->
          pages.write(give.grants()).forEach(page -> records.add(regional.give(page)));
      case RegionEffect.Allot allot -> records.add(regional.allot(allot.allotments()));
      case RegionEffect.TellBackends tell -> records.add(regional.tell(tell.news()));
      case RegionEffect.TellTraffic tell -> global.tell(tell.traffic());
      case RegionEffect.TellReach tell -> global.tell(tell.reach());
      case RegionEffect.ProbeRegions probe ->
          prober.probe(
              (region, answered) ->
                  inbox.offer(new RegionInput.Probed(region, probe.sentNanos(), answered)));
      case RegionEffect.ReportEscrow send -> global.report(send.report());
      case RegionEffect.Relay relay -> records.add(regional.relay(relay.record()));
      case RegionEffect.Forget forget -> records.add(regional.forget(forget.key()));
      case RegionEffect.RefuseTable refuse -> tableMeters.refused(refuse.table());
      case RegionEffect.SendReport send -> global.report(send.report());
      case RegionEffect.ShowRoster show -> roster.show(show.edges());
      case RegionEffect.ChangeMode change -> modeMeters.changed(change.change());
      case RegionEffect.Lead lead -> readiness.leads(lead.epoch());
      case RegionEffect.BeginTerm begin -> records.add(regional.begin(begin.term()));
      case RegionEffect.Swear swear -> records.add(regional.swear(swear.oath()));
      case RegionEffect.AskVow ask -> ask(ask);
      case RegionEffect.AnswerEdgeGone answer -> {
        // Said once it is written.
      }
      case RegionEffect.AnswerVow answer -> vows.answer(answer.id(), answer.vowed());
    }
  }
}
