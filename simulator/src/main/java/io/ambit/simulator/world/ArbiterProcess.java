package io.ambit.simulator.world;

import io.ambit.failover.Reachability;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Command;
import io.ambit.lease.Report;
import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.simulator.bus.Client;
import io.ambit.simulator.bus.Entry;
import io.ambit.simulator.bus.Group;
import io.ambit.simulator.bus.Outcome;
import io.ambit.simulator.bus.Reader;
import io.ambit.simulator.bus.Stored;
import io.ambit.simulator.invariant.CountedOnce;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** An arbiter, one of those that may lead: the real core, its logs, and operators at its door. */
public final class ArbiterProcess extends Owner {
  private static final long PULSE_NANOS = 250_000_000;

  /** An append the core waits to hear of. */
  private record Asked(long id, List<Entry> batch) {}

  private final List<Asked> asked = new ArrayList<>();
  private @Nullable ArbiterCore core;
  private long policyRead;
  private CountedOnce counted = new CountedOnce();

  ArbiterProcess(String name, World world, Group group) {
    super(name, world, world.global(), group, "arbiter");
  }

  /** The core of the term under way, if there is one. */
  public @Nullable ArbiterCore core() {
    return core;
  }

  @Override
  public boolean leads() {
    ArbiterCore now = core;
    return isUp() && now != null && now.leading();
  }

  /** An operator asks. */
  void request(Command command) {
    ArbiterCore now = core;
    if (now != null) {
      perform(now.step(now(), new ArbiterInput.Requested(command)));
    }
  }

  /** A member says whom it reaches. */
  public void hear(Reachability reach) {
    ArbiterCore now = core;
    if (now != null) {
      perform(now.step(now(), new ArbiterInput.ReachTold(reach)));
    }
  }

  /** A region says what users ask of it. */
  public void hear(io.ambit.failover.Traffic told) {
    ArbiterCore now = core;
    if (now != null) {
      perform(now.step(now(), new ArbiterInput.TrafficTold(told)));
    }
  }

  @Override
  List<String> ownTopics() {
    return List.of(World.POLICY, World.GLOBAL_GRANTS, World.AUDIT);
  }

  @Override
  void beginTerm(Client term, SortedMap<String, List<Stored>> past) {
    ArbiterCore fresh = new ArbiterCore();
    core = fresh;
    counted = new CountedOnce();
    asked.clear();
    past.getOrDefault(World.POLICY, List.of()).forEach(record -> readPolicy(fresh, record));
    readBack(past.getOrDefault(World.GLOBAL_GRANTS, List.of()))
        .forEach(grants -> perform(fresh.step(now(), new ArbiterInput.GrantsRead(grants))));
    past.getOrDefault(World.AUDIT, List.of()).forEach(record -> readAudit(fresh, record));
    perform(fresh.step(now(), new ArbiterInput.ReplayDone()));
    Reader.fromNow(
        world().global(), World.POLICY, term, key -> true, false, r -> readPolicy(fresh, r));
    Reader.fromNow(
        world().global(), World.AUDIT, term, key -> true, false, r -> readAudit(fresh, r));
    Reader.fromNow(
        world().global(),
        World.GLOBAL_SUMMARIES,
        term,
        key -> true,
        world().loose(),
        record -> readSummary(fresh, record));
    pulse(term, fresh);
  }

  @Override
  void endTerm() {
    core = null;
    asked.clear();
  }

  @Override
  void tick() {
    ArbiterCore now = core;
    if (now != null) {
      perform(now.step(now(), new ArbiterInput.Tick()));
    }
  }

  private void pulse(Client term, ArbiterCore to) {
    long askedNanos = now();
    world()
        .global()
        .end(
            term,
            World.POLICY,
            end -> {
              if (policyRead >= end) {
                perform(to.step(now(), new ArbiterInput.CaughtUp(askedNanos)));
              }
            });
    after(
        PULSE_NANOS,
        () -> {
          if (term.isAlive()) {
            pulse(term, to);
          }
        });
  }

  private void readPolicy(ArbiterCore to, Stored record) {
    policyRead = record.offset() + 1;
    perform(
        to.step(
            now(),
            record.value() instanceof PolicyRecord policy
                ? new ArbiterInput.PolicyRead(policy.at(record.offset() + 1))
                : new ArbiterInput.PolicyForgotten(PolicyKey.parse(record.key()))));
  }

  private void readAudit(ArbiterCore to, Stored record) {
    if (record.value() instanceof AuditEvent event) {
      perform(to.step(now(), new ArbiterInput.AuditRead(event)));
    }
  }

  private void readSummary(ArbiterCore to, Stored record) {
    if (record.value() instanceof Report report) {
      perform(to.step(now(), new ArbiterInput.Reported(report)));
    }
  }

  private void perform(List<ArbiterEffect> effects) {
    List<Entry> batch = new ArrayList<>();
    for (ArbiterEffect effect : effects) {
      world().trace(id(), effect.getClass().getSimpleName(), 0);
      switch (effect) {
        case ArbiterEffect.Append append -> {
          PolicyRecord record = append.record();
          asked.add(new Asked(append.id(), batch));
          batch.add(new Entry(World.POLICY, record.key().toString(), record));
        }
        case ArbiterEffect.Bury bury -> {
          asked.add(new Asked(bury.id(), batch));
          batch.add(new Entry(World.POLICY, bury.key().toString(), null));
        }
        case ArbiterEffect.Audit audit ->
            batch.add(new Entry(World.AUDIT, audit.event().id(), audit.event()));
        case ArbiterEffect.Give give ->
            batch.addAll(given(Traffic.Way.REGION_DOWN, World.GLOBAL_GRANTS, give.grants()));
        case ArbiterEffect.Allot allot ->
            world().trace(id(), "allot", allot.allotments().allotments().size());
        case ArbiterEffect.Answer answer ->
            world().operators().hear(answer.commandId(), answer.reply());
        case ArbiterEffect.AnswerFailover answer ->
            world().trace(id(), "failover", answer.commandId());
        case ArbiterEffect.Changed changed ->
            world().trace(id(), "changed", changed.record().revision());
        case ArbiterEffect.Count count -> count(count.growth());
        case ArbiterEffect.Propagated there -> world().trace(id(), "there", there.revision());
        case ArbiterEffect.Moved moved -> world().trace(id(), "moved", moved.result().ordinal());
        case ArbiterEffect.TableRefused refused ->
            world().trace(id(), "refused", refused.revision());
        case ArbiterEffect.ChangeMode change ->
            world().trace(id(), change.change().reason(), change.change().to().ordinal());
        case ArbiterEffect.Lead lead -> world().trace(id(), "lead", lead.epoch());
        case ArbiterEffect.StepDown down -> world().trace(id(), "step-down", 0);
        case ArbiterEffect.Advertise here -> {
          // Nobody is sent anywhere here.
        }
      }
    }
    append(batch);
    ArbiterCore now = core;
    if (now != null && now.leading()) {
      world().writtenOff().say(now, now());
    }
  }

  private void count(List<Usage> growth) {
    world().trace(id(), "count", growth.size());
    // A successor that hears a child's report without a limit takes the limit to start at zero when
    // it is named, and counts again what its predecessor counted.
    if (world().nobodySucceeded()) {
      counted.counted(
          world().nowNanos(), growth, tenant -> world().monitor(tenant).contract().admittedUnits());
    }
  }

  @Override
  void settled(List<Entry> batch, Outcome outcome) {
    ArbiterCore now = core;
    for (Asked each : List.copyOf(asked)) {
      if (each.batch() == batch && now != null) {
        asked.remove(each);
        boolean stored = outcome == Outcome.STORED;
        perform(now.step(now(), new ArbiterInput.AppendSettled(each.id(), stored)));
      }
    }
  }
}
