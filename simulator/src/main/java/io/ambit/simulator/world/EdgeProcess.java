package io.ambit.simulator.world;

import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.Snapshot;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Priority;
import io.ambit.simulator.bus.Entry;
import io.ambit.simulator.bus.Producer;
import io.ambit.simulator.bus.Reader;
import io.ambit.simulator.bus.Stored;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.invariant.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge agent: the real core and the real gate, a disk, and users who come as demand says. */
public final class EdgeProcess extends Process {
  private static final long TICK_NANOS = 50_000_000;
  private static final long SUMMARY_PATIENCE_NANOS = 2_000_000_000L;
  private static final long ARRIVALS = Dice.key("arrivals");
  private static final long DISK = Dice.key("disk");
  private static final long SENT_ON = Dice.key("sent-on");
  private static final long SLOW_DISK = 300;

  private final Site site;
  private final long id;
  private final List<Users> users = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private Snapshot disk = Snapshot.empty();
  private @Nullable Snapshot toWrite;
  private boolean writing;
  private boolean finished;
  private long writes;
  private long reportedNanos;
  private EdgeCore core;
  private Gate gate = new Gate();
  private final Spillway spillway;
  private long sentOn;
  private @Nullable Producer summaries;

  EdgeProcess(String name, World world, Site site) {
    super(name, world);
    this.site = site;
    this.id = Dice.key(name);
    this.spillway = new Spillway(site.region());
    this.core = new EdgeCore(name, world.newBoot(name));
  }

  public Site site() {
    return site;
  }

  public EdgeCore core() {
    return core;
  }

  /** Whether it stopped for good by itself. */
  public boolean finished() {
    return finished;
  }

  /** How many of ten thousand requests it sends on because its region is drained. */
  public int away() {
    return spillway.away();
  }

  /** These come to this edge from now on. */
  void welcome(Users more) {
    users.add(more);
  }

  @Override
  public void loseMachine() {
    super.loseMachine();
    disk = Snapshot.empty();
  }

  /** Asks it to stop in order. */
  public void stop() {
    soon(() -> perform(core.step(now(), new EdgeInput.Stopping())));
  }

  public void rewind() {
    readers.forEach(Reader::rewind);
  }

  /** What the gate may admit now of all limits together, per second, in milli-units. */
  public long usableRateMilli() {
    long usable = 0;
    for (var lease : core.held().all().values()) {
      usable += isUp() ? lease.usable(now()).rateMilli() : 0;
    }
    return usable;
  }

  /** How fast tokens of a tenant's first limit arrive at the gate, per second of true time. */
  double arrivingMilli(String tenant) {
    if (!isUp() || finished) {
      return 0;
    }
    return gate.preview(tenant, now()).limits().stream()
        .findFirst()
        .map(bucket -> bucket.rateMilli(now()) * pace())
        .orElse(0.0);
  }

  /** Whole units of a tenant's limits that wait at the gate, in milli-units. */
  long waitingMilli(String tenant) {
    long waiting = 0;
    if (isUp() && !finished) {
      for (Bucket bucket : gate.preview(tenant, now()).limits()) {
        waiting += bucket.remaining(now()) * Limit.MILLI;
      }
    }
    return waiting;
  }

  /** Throws unless the gate has no more of any lease than is held of it. */
  void checkGate() {
    for (HeldLease lease : core.held().all().values()) {
      Share usable = lease.usableInAll(now());
      for (Bucket bucket : gate.preview(lease.key().tenant(), now()).limits()) {
        boolean within =
            bucket.rateMilli(now()) <= usable.rateMilli()
                && bucket.remaining(now()) * Limit.MILLI <= usable.depthMilli();
        if (isRunning() && bucket.key().equals(lease.key()) && !within) {
          throw new Violation(
              "GateWithinLease",
              world().nowNanos(),
              "%s has %d tokens, %d/s (milli) of %s on %s"
                  .formatted(
                      name(),
                      bucket.remaining(now()),
                      bucket.rateMilli(now()),
                      lease.key(),
                      usable));
        }
      }
    }
  }

  /** A restart must not be worth a token, or restarts would be worth any number. */
  private void checkEmpty() {
    for (HeldLease lease : core.held().all().values()) {
      for (Bucket bucket : gate.preview(lease.key().tenant(), now()).limits()) {
        if (bucket.remaining(now()) > 0) {
          throw new Violation(
              "StartsEmpty",
              world().nowNanos(),
              "%s starts with %d of %s".formatted(name(), bucket.remaining(now()), bucket.key()));
        }
      }
    }
  }

  @Override
  void begin() {
    core = new EdgeCore(name(), world().newBoot(name()));
    gate = new Gate();
    toWrite = null;
    writing = false;
    finished = false;
    summaries = Producer.plain(site.broker(), client(site.broker()), SUMMARY_PATIENCE_NANOS);
    perform(core.step(now(), new EdgeInput.Resumed(disk)));
    checkEmpty();
    readers.clear();
    GrantBook book = new GrantBook();
    readers.add(
        Reader.fromNow(
            site.broker(),
            site.grantsTopic(),
            client(site.broker()),
            key -> GrantPage.isOf(name(), key),
            world().loose(),
            record -> readGrants(book, record)));
    readers.add(
        Reader.fromBeginning(
            site.broker(),
            site.policyTopic(),
            client(site.broker()),
            this::readPolicy,
            () -> perform(core.step(now(), new EdgeInput.PolicyComplete()))));
    long phase = Long.remainderUnsigned(world().dice().bits(id, 1, now()), TICK_NANOS);
    after(phase + 1, this::tick);
  }

  private void tick() {
    perform(core.step(now(), new EdgeInput.Tick(gate.readUsage(now()), gate.drainStrangers())));
    after(TICK_NANOS, this::tick);
  }

  private void readGrants(GrantBook book, Stored record) {
    if (record.value() instanceof GrantPage page) {
      book.read(page)
          .ifPresent(grants -> perform(core.step(now(), new EdgeInput.GrantsRead(grants))));
    }
  }

  private void readPolicy(Stored record) {
    EdgeInput input =
        record.value() instanceof PolicyRecord policy
            ? new EdgeInput.PolicyRead(policy)
            : new EdgeInput.PolicyForgotten(PolicyKey.parse(record.key()));
    perform(core.step(now(), input));
  }

  private void perform(List<EdgeEffect> effects) {
    for (EdgeEffect effect : effects) {
      world().trace(id, effect.getClass().getSimpleName(), 0);
      switch (effect) {
        case EdgeEffect.PublishTable publish -> {
          gate.publish(now(), publish.table());
          spillway.publish(publish.table().spill());
        }
        case EdgeEffect.SendReport send -> send(send.report());
        case EdgeEffect.ReportEscrow report ->
            world().trace(id, "escrow", report.report().claims().size());
        case EdgeEffect.TellLeaves tell -> world().trace(id, "leaves", tell.actions().size());
        case EdgeEffect.Persist persist -> persist(persist.snapshot());
        case EdgeEffect.ChangeMode change ->
            world().trace(id, change.change().reason(), change.change().to().ordinal());
        case EdgeEffect.CountEnded ended -> world().trace(id, "ended", ended.leases());
        case EdgeEffect.Finish finish -> finish(finish.last());
      }
    }
  }

  /** Whether it sent a report in the last {@code spanNanos}. */
  public boolean reportedWithin(long trueNanos, long spanNanos) {
    return trueNanos - reportedNanos <= spanNanos;
  }

  private void send(Report report) {
    reportedNanos = world().nowNanos();
    world().meter().up(Traffic.Way.EDGE_UP, report);
    Entry entry = new Entry(site.summariesTopic(), name(), report);
    Producer out = summaries;
    if (out == null) {
      return;
    }
    if (world().loose()) {
      out.cast(entry);
    } else {
      out.send(List.of(entry), outcome -> {});
    }
  }

  private void finish(@Nullable Report last) {
    if (last != null) {
      send(last);
    }
    finished = true;
    // The last report is on its way before the process ends.
    after(TICK_NANOS, this::crash);
  }

  /** Writes one snapshot at a time, always the newest. */
  private void persist(Snapshot snapshot) {
    toWrite = snapshot;
    write();
  }

  private void write() {
    Snapshot next = toWrite;
    if (writing || next == null) {
      return;
    }
    writing = true;
    toWrite = null;
    long bits = world().dice().bits(DISK, id, ++writes);
    long usual = 500_000 + Long.remainderUnsigned(bits, 5_000_000);
    // Now and then a disk has something else to do.
    boolean slow = world().plan().slowDisks() && (bits >>> 60) == 0;
    long nanos = slow ? SLOW_DISK * usual : usual;
    after(
        nanos,
        () -> {
          disk = next;
          writing = false;
          perform(core.step(now(), new EdgeInput.Persisted(next.stamp(), next.durableVersion())));
          write();
        });
  }

  /** Everybody who came since {@code sinceNanos} asks now. */
  void serve(long sinceNanos, long untilNanos) {
    for (Users each : users) {
      long count = each.arrivals(world().dice(), ARRIVALS ^ id, sinceNanos, untilNanos);
      if (count > 0) {
        world().monitor(each.tenant()).offer(untilNanos, count * each.cost());
        if (isRunning() && !finished) {
          ask(each, count, untilNanos);
        }
      }
    }
  }

  private boolean decide(Users each) {
    return gate.decide(each.tenant(), each.cost(), now()).verdict() == Verdict.ADMIT;
  }

  /**
   * Asks where the table sends a request that this edge has admitted, if it sends it anywhere: it
   * is debited there too.
   */
  private void sendOn(Users each, long trueNanos) {
    if (spillway.away() == 0 || !each.followsRoutes()) {
      return;
    }
    long bits = world().dice().bits(SENT_ON, id, ++sentOn);
    String to =
        Long.remainderUnsigned(bits >>> 32, FailoverPolicy.WHOLE) < spillway.away()
            ? spillway.drainTo(Priority.CRITICAL, (int) ((bits & 0xffff) % FailoverPolicy.WHOLE))
            : null;
    if (to != null) {
      Monitor monitor = world().monitor(each.tenant());
      monitor.sendOn(trueNanos, each.cost());
      EdgeProcess there = world().anEdge(to, bits);
      if (there.isRunning() && !there.finished() && there.decide(each)) {
        monitor.admit(trueNanos, each.cost());
        world().trace(there.id, each.tenant(), 1);
      }
    }
  }

  private void ask(Users each, long count, long trueNanos) {
    long admitted = 0;
    for (long i = 0; i < count; i++) {
      if (decide(each)) {
        admitted++;
        sendOn(each, trueNanos);
      }
    }
    if (admitted > 0) {
      world().monitor(each.tenant()).admit(trueNanos, admitted * each.cost());
      world().trace(id, each.tenant(), admitted);
    }
  }
}
