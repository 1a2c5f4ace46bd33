package io.ambit.global;

import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.door.http.Readiness;
import io.ambit.global.door.http.WatchDoor;
import io.ambit.global.door.http.Writes;
import io.ambit.global.door.kafka.ArbiterLog;
import io.ambit.global.door.kafka.Inbox;
import io.ambit.lease.GrantPages;
import io.ambit.model.Leader;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.ModeMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Carries one term's effects out, none of them waiting for anything. What one step appends is one
 * batch of the leader's pen: readers see all of it or nothing.
 */
record Effects(
    Self self,
    ArbiterLog log,
    Writes writes,
    WatchDoor watch,
    ArbiterMeters meters,
    ModeMeters modeMeters,
    Readiness readiness,
    FencedWriter pen,
    GrantPages pages,
    Inbox inbox)
    implements Consumer<List<ArbiterEffect>> {
  @Override
  public void accept(List<ArbiterEffect> step) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    step.forEach(effect -> carryOut(effect, records, ids));
    if (!records.isEmpty()) {
      var unused = pen.append(records).whenComplete((done, failed) -> settle(ids, failed == null));
    }
  }

  private void settle(List<Long> ids, boolean acknowledged) {
    ids.forEach(id -> inbox.put(new ArbiterInput.AppendSettled(id, acknowledged)));
  }

  private void carryOut(
      ArbiterEffect effect, List<ProducerRecord<String, byte[]>> records, List<Long> ids) {
    switch (effect) {
      case ArbiterEffect.Append append -> {
        records.add(log.intent(append.record()));
        ids.add(append.id());
      }
      case ArbiterEffect.Bury bury -> {
        records.add(log.tombstone(bury.key()));
        ids.add(bury.id());
      }
      case ArbiterEffect.Audit audit -> records.add(log.audit(audit.event()));
      case ArbiterEffect.Give give ->
          pages.write(give.grants()).forEach(page -> records.add(log.give(page)));
      case ArbiterEffect.Allot allot -> records.add(log.allot(allot.allotments()));
      case ArbiterEffect.Advertise here ->
          records.add(log.advertise(new Leader(self.node(), self.url(), here.epoch())));
      case ArbiterEffect.Answer answer -> writes.answer(answer.commandId(), answer.reply());
      case ArbiterEffect.AnswerFailover answer -> writes.answer(answer.commandId(), answer.reply());
      case ArbiterEffect.Changed changed -> watch.changed(changed.record(), changed.created());
      case ArbiterEffect.Count count -> meters.count(count.growth());
      case ArbiterEffect.Propagated there -> meters.propagated(there.afterNanos());
      case ArbiterEffect.Moved moved -> meters.moved(moved.kind(), moved.result());
      case ArbiterEffect.TableRefused refused -> meters.refused(refused.region());
      case ArbiterEffect.ChangeMode change -> modeMeters.changed(change.change());
      case ArbiterEffect.Lead lead -> {
        watch.begin();
        readiness.leads(lead.epoch());
      }
      case ArbiterEffect.StepDown down -> {
        watch.begin();
        readiness.stepsDown();
      }
    }
  }
}
