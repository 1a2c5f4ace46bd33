package io.ambit.simulator.world;

import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Report;
import io.ambit.lease.Term;
import io.ambit.lease.Witness;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.simulator.bus.Broker;
import io.ambit.simulator.bus.Client;
import io.ambit.simulator.bus.Entry;
import io.ambit.simulator.bus.Link;
import io.ambit.simulator.bus.Outcome;
import io.ambit.simulator.bus.Producer;
import io.ambit.simulator.bus.Reader;
import io.ambit.simulator.bus.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A regional controller, one of those that may own a region: the real core and what it reads. */
public final class RegionProcess extends Owner {
  private static final long SUMMARY_PATIENCE_NANOS = 2_000_000_000L;

  private final Site site;
  private final List<Reader> readers = new ArrayList<>();
  private final List<Sworn> sworn = new ArrayList<>();
  private @Nullable List<Entry> beginning;
  private final SortedMap<Long, Consumer<Boolean>> answers = new TreeMap<>();
  private long questions;
  private @Nullable RegionCore core;
  private @Nullable Producer summaries;

  /** What is about to be in the log. */
  private record Sworn(long number, List<Entry> batch) {}

  RegionProcess(String name, World world, Site site) {
    super(name, world, site.broker(), site.owners(), "region-" + site.region());
    this.site = site;
  }

  /** The core of the term under way, if there is one. */
  public @Nullable RegionCore core() {
    return core;
  }

  public Site site() {
    return site;
  }

  @Override
  public boolean leads() {
    RegionCore now = core;
    return isUp() && now != null && now.leading();
  }

  public void rewind() {
    readers.forEach(Reader::rewind);
  }

  @Override
  List<String> ownTopics() {
    return List.of(site.policyTopic(), site.grantsTopic());
  }

  @Override
  void beginTerm(Client term, SortedMap<String, List<Stored>> past) {
    RegionCore fresh = new RegionCore(site.region(), world().newBoot(name()));
    core = fresh;
    Broker global = world().global();
    Client upward = term(global);
    summaries = Producer.plain(global, upward, SUMMARY_PATIENCE_NANOS);
    readers.clear();
    GrantBook book = new GrantBook();
    readers.add(
        Reader.fromBeginning(
            global, World.POLICY, upward, record -> readPolicy(fresh, record), () -> {}));
    readers.add(
        Reader.fromNow(
            global,
            World.GLOBAL_GRANTS,
            upward,
            key -> GrantPage.isOf(site.region(), key),
            world().loose(),
            record -> readGrants(fresh, book, record)));
    readers.add(
        Reader.fromNow(
            site.broker(),
            site.summariesTopic(),
            term,
            key -> true,
            world().loose(),
            record -> readSummary(fresh, record)));
    past.getOrDefault(site.policyTopic(), List.of()).forEach(r -> readRelayed(fresh, r));
    readBack(past.getOrDefault(site.grantsTopic(), List.of()))
        .forEach(grants -> perform(fresh.step(now(), new RegionInput.GivenRead(grants))));
    past.getOrDefault(site.grantsTopic(), List.of()).forEach(r -> readTerm(fresh, r));
    perform(fresh.step(now(), new RegionInput.ReplayDone()));
  }

  @Override
  void endTerm() {
    core = null;
    readers.clear();
    sworn.clear();
    beginning = null;
    answers.clear();
  }

  @Override
  void tick() {
    RegionCore now = core;
    if (now != null) {
      perform(now.step(now(), new RegionInput.Tick()));
    }
  }

  private void readPolicy(RegionCore to, Stored record) {
    perform(
        to.step(
            now(),
            record.value() instanceof PolicyRecord policy
                ? new RegionInput.PolicyRead(policy.at(record.offset() + 1))
                : new RegionInput.PolicyForgotten(PolicyKey.parse(record.key()))));
  }

  private void readGrants(RegionCore to, GrantBook book, Stored record) {
    if (record.value() instanceof GrantPage page) {
      book.read(page)
          .ifPresent(grants -> perform(to.step(now(), new RegionInput.GrantsRead(grants))));
    }
  }

  private void readSummary(RegionCore to, Stored record) {
    if (record.value() instanceof Report report) {
      perform(to.step(now(), new RegionInput.Reported(report)));
    }
  }

  private void readTerm(RegionCore to, Stored record) {
    if (record.value() instanceof Term term) {
      perform(to.step(now(), new RegionInput.TermRead(term)));
    }
  }

  private void readRelayed(RegionCore to, Stored record) {
    if (record.value() instanceof PolicyRecord policy) {
      perform(to.step(now(), new RegionInput.RelayedRead(policy)));
    }
  }

  private void perform(List<RegionEffect> effects) {
    List<Entry> batch = new ArrayList<>();
    for (RegionEffect effect : effects) {
      world().trace(id(), effect.getClass().getSimpleName(), 0);
      switch (effect) {
        case RegionEffect.Give give ->
            batch.addAll(given(Traffic.Way.EDGE_DOWN, site.grantsTopic(), give.grants()));
        case RegionEffect.Relay relay ->
            batch.add(
                new Entry(site.policyTopic(), relay.record().key().toString(), relay.record()));
        case RegionEffect.Forget forget ->
            batch.add(new Entry(site.policyTopic(), forget.key().toString(), null));
        case RegionEffect.RefuseTable refuse ->
            world().trace(id(), "refuse", refuse.table().revision());
        case RegionEffect.SendReport send -> send(send.report());
        case RegionEffect.Allot allot ->
            world().trace(id(), "allot", allot.allotments().allotments().size());
        case RegionEffect.ReportEscrow report ->
            world().trace(id(), "escrow", report.report().claims().size());
        case RegionEffect.TellBackends tell ->
            world().trace(id(), "backends", tell.news().sightings().size());
        case RegionEffect.TellTraffic tell ->
            world().trace(id(), "traffic", tell.traffic().demand().total());
        case RegionEffect.ProbeRegions probe -> world().trace(id(), "probe", probe.sentNanos());
        case RegionEffect.TellReach tell ->
            world().trace(id(), "reach", tell.reach().silentMillis().size());
        case RegionEffect.ShowRoster show -> world().trace(id(), "roster", show.edges().size());
        case RegionEffect.ChangeMode change ->
            world().trace(id(), change.change().reason(), change.change().to().ordinal());
        case RegionEffect.Lead lead -> world().trace(id(), "lead", lead.epoch());
        case RegionEffect.BeginTerm begin -> {
          batch.add(new Entry(site.grantsTopic(), "term/" + site.region(), begin.term()));
          beginning = batch;
        }
        case RegionEffect.Swear swear -> {
          batch.add(new Entry(site.grantsTopic(), "oath/" + site.region(), swear.oath()));
          sworn.add(new Sworn(swear.number(), batch));
        }
        case RegionEffect.AnswerEdgeGone answer ->
            throw new IllegalStateException("nobody says here that an edge is gone");
        case RegionEffect.AskVow ask -> ask(ask);
        case RegionEffect.AnswerVow answer -> answer(answer.id(), answer.vowed());
      }
    }
    append(batch);
  }

  @Override
  void settled(List<Entry> batch, Outcome outcome) {
    RegionCore now = core;
    if (batch == beginning && now != null && outcome == Outcome.STORED) {
      perform(now.step(now(), new RegionInput.TermBegun()));
    }
    for (Sworn each : List.copyOf(sworn)) {
      if (each.batch() == batch && now != null) {
        sworn.remove(each);
        if (outcome == Outcome.STORED) {
          perform(now.step(now(), new RegionInput.Sworn(each.number())));
        }
      }
    }
  }

  /** Asks every process that may own a region for its vow. */
  private void ask(RegionEffect.AskVow ask) {
    RegionCore asking = core;
    for (RegionProcess peer : world().regions()) {
      if (peer.site.region().equals(ask.region())) {
        tell(
            peer,
            () ->
                peer.asked(
                    this,
                    vowed -> {
                      if (vowed && asking != null && core == asking) {
                        perform(
                            asking.step(
                                now(),
                                new RegionInput.Vowed(
                                    ask.region(), ask.sentNanos(), Witness.VOW_MILLIS)));
                      }
                    }));
      }
    }
  }

  private void asked(RegionProcess asker, Consumer<Boolean> hears) {
    RegionCore now = core;
    if (now != null) {
      long question = ++questions;
      answers.put(question, vowed -> tell(asker, () -> hears.accept(vowed)));
      perform(now.step(now(), new RegionInput.VowAsked(question, asker.site.region())));
    }
  }

  private void answer(long question, boolean vowed) {
    Consumer<Boolean> asker = answers.remove(question);
    if (asker != null) {
      asker.accept(vowed);
    }
  }

  /** A message to another controller, past every log; it may be lost, late, or come twice. */
  private void tell(RegionProcess peer, Runnable message) {
    Link link = world().link(name(), peer.name());
    if (!link.isCut(world().nowNanos())) {
      for (long delay : link.copies(world().nowNanos())) {
        world().agenda().in(delay, () -> peer.soon(message));
      }
    }
  }

  private void send(Report report) {
    world().meter().up(Traffic.Way.REGION_UP, report);
    Entry entry = new Entry(World.GLOBAL_SUMMARIES, site.region(), report);
    Producer out = summaries;
    if (out != null && world().loose()) {
      out.cast(entry);
    } else if (out != null) {
      out.send(List.of(entry), outcome -> {});
    }
  }
}
