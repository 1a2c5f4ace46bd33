package io.ambit.global.core;

import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A core, a clock in milliseconds, and a log that does what it is told. */
final class Scene {
  static final PolicyKey ACME = PolicyKey.budget("acme");
  static final Precondition ABSENT = new Precondition.Absent();
  static final Precondition NONE = new Precondition.None();

  final ArbiterCore core = new ArbiterCore();

  /** The log: records, and null values for tombstones. */
  final List<Entry> log = new ArrayList<>();

  /** Appends asked for and not answered. */
  final List<ArbiterEffect> asked = new ArrayList<>();

  final Map<Long, Reply> replies = new TreeMap<>();
  final List<ArbiterEffect> effects = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private long nowMillis = 1_000;
  private long lastCommand;

  /** One record of the log. */
  record Entry(PolicyKey key, @Nullable PolicyRecord record) {}

  /** A core that has read an empty log. */
  static Scene leading() {
    Scene scene = new Scene();
    scene.give(new ArbiterInput.ReplayDone());
    scene.caughtUp();
    return scene;
  }

  /** A core that has read the log there is, and leads from now on. */
  Scene successor() {
    Scene next = new Scene();
    for (int i = 0; i < log.size(); i++) {
      next.give(read(i + 1, log.get(i)));
      next.log.add(log.get(i));
    }
    next.give(new ArbiterInput.ReplayDone());
    next.caughtUp();
    return next;
  }

  long nowNanos() {
    return nowMillis * 1_000_000;
  }

  void give(ArbiterInput input) {
    for (ArbiterEffect effect : core.step(nowNanos(), input)) {
      effects.add(effect);
      switch (effect) {
        case ArbiterEffect.Append append -> asked.add(append);
        case ArbiterEffect.Bury bury -> asked.add(bury);
        case ArbiterEffect.Answer answer -> replies.put(answer.commandId(), answer.reply());
        default -> {}
      }
    }
  }

  void pass(long millis) {
    for (long passed = 0; passed < millis; passed += 50) {
      nowMillis += 50;
      give(new ArbiterInput.Tick());
    }
  }

  void caughtUp() {
    give(new ArbiterInput.CaughtUp(nowNanos()));
  }

  long put(PolicyKey key, long quota, Precondition precondition) {
    return want(key, new Change.Put(budget(quota)), precondition, false);
  }

  long delete(PolicyKey key, Precondition precondition) {
    return want(key, new Change.Delete(), precondition, false);
  }

  long want(PolicyKey key, Change change, Precondition precondition, boolean dryRun) {
    return want(key, change, precondition, dryRun, "");
  }

  long want(
      PolicyKey key, Change change, Precondition precondition, boolean dryRun, String request) {
    long id = ++lastCommand;
    String reason = "because " + id;
    give(
        new ArbiterInput.Requested(
            new Command(
                id, key, change, precondition, dryRun, "olga", reason, nowMillis, request)));
    return id;
  }

  /** The broker takes and acknowledges the oldest append, and the core reads it back. */
  void commit() {
    land(asked.removeFirst());
  }

  void commitAll() {
    while (!asked.isEmpty()) {
      commit();
    }
  }

  /** The oldest append fails; whether it {@link #land}s is another matter. */
  ArbiterEffect fail() {
    ArbiterEffect append = asked.removeFirst();
    give(new ArbiterInput.AppendSettled(id(append), false));
    return append;
  }

  /** The log takes an append and the core reads it. */
  void land(ArbiterEffect append) {
    Entry entry =
        switch (append) {
          case ArbiterEffect.Append a -> new Entry(a.record().key(), a.record());
          case ArbiterEffect.Bury b -> new Entry(b.key(), null);
          default -> throw new IllegalArgumentException();
        };
    log.add(entry);
    give(read(log.size(), entry));
    give(new ArbiterInput.AppendSettled(id(append), true));
  }

  static ArbiterInput read(long revision, Entry entry) {
    return entry.record() == null
        ? new ArbiterInput.PolicyForgotten(entry.key())
        : new ArbiterInput.PolicyRead(entry.record().at(revision));
  }

  static long id(ArbiterEffect append) {
    return switch (append) {
      case ArbiterEffect.Append a -> a.id();
      case ArbiterEffect.Bury b -> b.id();
      default -> throw new IllegalArgumentException();
    };
  }

  Refusal refusal(long command) {
    if (replies.get(command) instanceof Reply.Refused refused) {
      return refused.refusal();
    }
    throw new AssertionError("not refused but " + replies.get(command));
  }

  /** The object that stood against a refused command. */
  PolicyRecord heldAgainst(long command) {
    if (replies.get(command) instanceof Reply.Refused refused && refused.held() != null) {
      return refused.held();
    }
    throw new AssertionError("nothing stood against it: " + replies.get(command));
  }

  /** A region reports demand for {@code tenant}, and what its edges hold. */
  void report(String region, String tenant, long offeredUnits, NodeStatus... edges) {
    reportLimit(region, new LimitKey(tenant, "requests"), offeredUnits, edges);
  }

  void reportLimit(String region, LimitKey limit, long offeredUnits, NodeStatus... edges) {
    List<Usage> usage = List.of(new Usage(limit, offeredUnits * Limit.MILLI, 0));
    report(region, 0, usage, List.of(edges));
  }

  /** A region reports no demand, and that itself and its edge know the log up to {@code known}. */
  void reportKnown(String region, long known) {
    NodeStatus edge = new NodeStatus(region + "-1", Boot.of(2, 1), known, Mode.TARGET, 10, false);
    report(region, known, List.of(), List.of(edge));
  }

  private void report(String region, long known, List<Usage> usage, List<NodeStatus> edges) {
    long sequence = sequences.merge(region, 1L, Long::sum);
    give(
        new ArbiterInput.Reported(
            new Report(
                new Report.Header(region, Boot.of(1, region.hashCode()), sequence, nowNanos()),
                Report.Knows.of(Stamp.NONE, known),
                Mode.TARGET,
                new Report.Told(usage, List.of(), Report.Gaps.NONE, edges, List.of()),
                false)));
  }

  static NodeStatus edge(String name, long revision) {
    return new NodeStatus(name, Boot.of(2, name.hashCode()), revision, Mode.TARGET, 10, false);
  }

  /** The newest grants to {@code region}. */
  Grants given(String region) {
    return effects(ArbiterEffect.Give.class).stream()
        .map(ArbiterEffect.Give::grants)
        .filter(grants -> grants.node().equals(region))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  <E extends ArbiterEffect> List<E> effects(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static Budget budget(long quota) {
    return Budget.of(Limit.perSecond("requests", quota, 100));
  }

  static Precondition at(long... revisions) {
    return new Precondition.AtRevision(new TreeSet<>(LongStream.of(revisions).boxed().toList()));
  }
}
