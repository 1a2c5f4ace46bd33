package io.ambit.global.core;

import io.ambit.global.core.FailoverReply.Why;
import io.ambit.home.CatchingUp;
import io.ambit.home.EdgeSigns;
import io.ambit.home.LeaseEnds;
import io.ambit.home.RegionSigns;
import io.ambit.home.Saga;
import io.ambit.lease.Durations;
import io.ambit.lease.Report;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.WriteEpoch;
import io.ambit.model.WriteHome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Moves the homes of tenants' writes, by {@link Saga}. What stands in the log is all that a move
 * rests on; here is remembered since when it has stood, and who waits for an answer. A record that
 * was asked for is waited for: whoever appends under way and hears nothing is deposed before it
 * could ask for another.
 *
 * <p>Not thread-safe; part of the core. At most {@value #MOST_FENCED} tenants are held up at once
 * by planned moves, and {@value #KEPT} failovers are remembered.
 */
final class Homes {
  static final int KEPT = 256;
  static final int MOST_FENCED = 1_000;

  /** An operator hears after this long at the latest. */
  private static final long PATIENCE_NANOS = Durations.ofMillis(4_000);

  private final PolicyBook book;
  private final EdgeSigns signs = new EdgeSigns();
  private final CatchingUp marks = new CatchingUp();
  private LeaseEnds ends = new LeaseEnds(0);
  private final SequencedMap<String, HomeMoves> failovers = new LinkedHashMap<>();
  private final SortedMap<String, Standing> standing = new TreeMap<>();
  private long wallMillis;
  private long lastId;

  /** A tenant on its way: since when its record stands, and whether the next is asked for. */
  private static final class Standing {
    private long sinceNanos;
    private long fencedNanos;
    private long leasesEndNanos;
    private boolean asked;
    private @Nullable String why;
  }

  Homes(PolicyBook book) {
    this.book = book;
  }

  /** A region reports; what was waited for may be there. */
  List<ArbiterEffect> heard(long nowNanos, Report region) {
    signs.heard(nowNanos, region);
    ends.heard(nowNanos, region.node());
    marks.heard(region);
    return standing.isEmpty() ? List.of() : goOn(nowNanos);
  }

  /** Regions are about to be given leave to admit writes for so long. */
  void give(long millis) {
    ends.give(millis);
  }

  List<Failover> list() {
    return failovers.sequencedValues().reversed().stream().map(HomeMoves::view).toList();
  }

  Optional<Failover> find(String name) {
    return Optional.ofNullable(failovers.get(name)).map(HomeMoves::view);
  }

  /** What the tenant's move waits for; empty if nothing, or there is none. */
  Optional<String> waitsFor(String tenant) {
    return Optional.ofNullable(standing.get(tenant)).map(each -> each.why);
  }

  List<ArbiterEffect> take(long nowNanos, FailoverCommand.Start start, FailoverSpec.MoveHome spec) {
    HomeMoves known = failovers.get(start.name());
    if (known != null) {
      return known.isFor(spec)
          ? answer(start, new FailoverReply.Accepted(known.view(), false))
          : refuse(start, Why.OTHER_REQUEST, "%s asks for something else.".formatted(start.name()));
    }
    FailoverReply.Refused refusal = refusal(nowNanos, spec);
    if (refusal != null) {
      return answer(start, refusal);
    }
    HomeMoves moves = new HomeMoves(nowNanos, start, spec);
    lostSince(spec).ifPresent(moves::lostSince);
    SortedMap<String, WriteHome> first = firstRecords(start, spec);
    first.keySet().forEach(moves::begins);
    if (start.dryRun()) {
      return answer(start, new FailoverReply.WouldStart(moves.view()));
    }
    remember(moves);
    List<ArbiterEffect> effects = new ArrayList<>();
    first.forEach((tenant, home) -> effects.add(append(nowNanos, tenant, home, moves)));
    effects.addAll(answerIfRecorded(moves));
    return effects;
  }

  List<ArbiterEffect> abort(long nowNanos, FailoverCommand.Abort abort) {
    HomeMoves moves = failovers.get(abort.name());
    if (moves == null) {
      return refuse(abort, Why.NOT_FOUND, "There is no failover %s.".formatted(abort.name()));
    }
    if (!moves.isOver()) {
      moves.abort(abort.timeMillis(), abort.actor());
    }
    return answer(abort, new FailoverReply.Accepted(moves.view(), false));
  }

  /** The log holds {@code record}, of a home or not. */
  List<ArbiterEffect> read(long nowNanos, PolicyRecord record) {
    if (!(record.spec() instanceof WriteHome home)) {
      return List.of();
    }
    String tenant = record.key().name();
    Standing stood = standing.computeIfAbsent(tenant, absent -> new Standing());
    stood.asked = false;
    stood.why = null;
    stood.sinceNanos = nowNanos;
    HomeMoves moves = failovers.get(home.failover());
    if (home.state() == WriteHome.State.FENCING) {
      // What is given from now on asks for this record.
      stood.leasesEndNanos = ends.endNanos(home.home());
      stood.fencedNanos = nowNanos;
    } else if (moves != null && stood.fencedNanos != 0 && !home.isUnsettled()) {
      moves.blocked(nowNanos, stood.fencedNanos);
    }
    if (!home.isUnsettled()) {
      standing.remove(tenant);
    }
    if (moves == null) {
      return List.of();
    }
    moves.read(wallMillis, tenant, home);
    return answerIfRecorded(moves);
  }

  /** Goes on with everything that is under way. */
  void lead(long nowNanos) {
    ends = new LeaseEnds(nowNanos);
    book.records().stream()
        .filter(record -> record.spec() instanceof WriteHome)
        .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
        .forEach(record -> goOn(nowNanos, record));
  }

  private void goOn(long nowNanos, PolicyRecord record) {
    if (!(record.spec() instanceof WriteHome home)) {
      return;
    }
    String tenant = record.key().name();
    if (home.isUnsettled()) {
      Standing stood = new Standing();
      stood.sinceNanos = nowNanos;
      stood.leasesEndNanos = ends.endNanos(home.home());
      standing.put(tenant, stood);
    }
    HomeMoves moves = failovers.get(home.failover());
    if (moves == null) {
      moves = new HomeMoves(nowNanos, found(record, home), found(home, tenant));
      remember(moves);
    } else {
      moves.joinedBy(tenant);
    }
    moves.goesOn(tenant, home, record.updateTimeMillis());
  }

  private static FailoverCommand.Start found(PolicyRecord record, WriteHome home) {
    return new FailoverCommand.Start(
        0,
        home.failover(),
        found(home, record.key().name()),
        false,
        record.actor(),
        record.reason(),
        record.updateTimeMillis());
  }

  private static FailoverSpec.MoveHome found(WriteHome home, String tenant) {
    String target = home.target();
    String to = target == null ? home.home() : target;
    return new FailoverSpec.MoveHome(
        new TreeSet<>(List.of(tenant)), to, home.unplanned(), home.awaitsMarks());
  }

  List<ArbiterEffect> tick(long nowNanos, long nowMillis) {
    wallMillis = nowMillis;
    List<ArbiterEffect> effects = new ArrayList<>(goOn(nowNanos));
    failovers.values().stream()
        .filter(moves -> !moves.isAnswered() && nowNanos - moves.askedNanos() > PATIENCE_NANOS)
        .toList()
        .forEach(moves -> effects.addAll(giveUp(moves)));
    return effects;
  }

  private List<ArbiterEffect> goOn(long nowNanos) {
    List<ArbiterEffect> effects = new ArrayList<>();
    Map<String, RegionSigns> regions = new HashMap<>();
    int fenced = fenced();
    for (Map.Entry<String, Standing> each : standing.entrySet()) {
      Standing stood = each.getValue();
      PolicyRecord record = book.live(PolicyKey.home(each.getKey())).orElse(null);
      if (stood.asked || record == null || !(record.spec() instanceof WriteHome home)) {
        continue;
      }
      boolean waitsItsTurn = home.state() == WriteHome.State.STABLE && !home.unplanned();
      if (waitsItsTurn && fenced >= MOST_FENCED) {
        stood.why = "others are held up already";
        continue;
      }
      switch (Saga.next(home, observed(nowNanos, record, home, stood, regions))) {
        case Saga.Step.Wait waits -> stood.why = waits.why();
        case Saga.Step.Go go -> {
          fenced += go.next().state() == WriteHome.State.FENCING ? 1 : 0;
          effects.add(append(nowNanos, each.getKey(), go.next(), record));
        }
      }
    }
    return effects;
  }

  private int fenced() {
    return (int)
        standing.keySet().stream()
            .filter(tenant -> book.home(tenant).filter(WriteHome::isMoving).isPresent())
            .count();
  }

  private Saga.Observed observed(
      long nowNanos,
      PolicyRecord record,
      WriteHome home,
      Standing stood,
      Map<String, RegionSigns> regions) {
    HomeMoves moves = failovers.get(home.failover());
    return new Saga.Observed(
        record.revision(),
        nowNanos - stood.sinceNanos,
        nowNanos - stood.leasesEndNanos >= 0,
        regions.computeIfAbsent(home.home(), name -> signs.of(nowNanos, name)),
        regions.computeIfAbsent(String.valueOf(home.target()), name -> signs.of(nowNanos, name)),
        !home.awaitsMarks() || marks.hasCaughtUp(record.key().name(), home),
        moves != null && moves.isToBeAborted());
  }

  /** Nothing of what is asked for will be heard of here. */
  List<ArbiterEffect> close() {
    List<ArbiterEffect> effects = new ArrayList<>();
    failovers.values().stream()
        .filter(moves -> !moves.isAnswered())
        .toList()
        .forEach(moves -> effects.addAll(giveUp(moves)));
    standing.clear();
    return effects;
  }

  private FailoverReply.@Nullable Refused refusal(long nowNanos, FailoverSpec.MoveHome spec) {
    String to = spec.to();
    if (signs.newest(to) == null) {
      return new FailoverReply.Refused(Why.SILENT, "No region %s was ever heard.".formatted(to));
    }
    if (homes() + spec.tenants().size() > 2L * ArbiterCore.MAX_TENANTS
        || failovers.values().stream().filter(moves -> !moves.isOver()).count() >= KEPT) {
      return new FailoverReply.Refused(Why.BUSY, "Too many homes are on their way.");
    }
    for (String tenant : spec.tenants()) {
      FailoverReply.Refused refusal = refusal(nowNanos, spec, tenant);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private FailoverReply.@Nullable Refused refusal(
      long nowNanos, FailoverSpec.MoveHome spec, String tenant) {
    WriteHome home = book.home(tenant).orElse(null);
    if (home == null) {
      return standing.containsKey(tenant) ? underWay(tenant) : null;
    }
    if (home.isUnsettled() || standing.containsKey(tenant)) {
      return underWay(tenant);
    }
    if (home.home().equals(spec.to())) {
      return null;
    }
    if (WriteEpoch.mark(home.home()) == WriteEpoch.mark(spec.to())) {
      return new FailoverReply.Refused(
          Why.IMPOSSIBLE,
          "Epochs cannot tell %s from %s; name one of them anew."
              .formatted(home.home(), spec.to()));
    }
    if (!spec.unplanned() && !signs.of(nowNanos, home.home()).fresh()) {
      return new FailoverReply.Refused(
          Why.SILENT,
          "%s, home of %s, does not answer; if it is lost, say \"unplanned\":true."
              .formatted(home.home(), tenant));
    }
    return null;
  }

  /** How many tenants have a home, or are about to. */
  private long homes() {
    return standing.size()
        + book.records().stream().filter(record -> record.spec() instanceof WriteHome).count();
  }

  private static FailoverReply.Refused underWay(String tenant) {
    return new FailoverReply.Refused(
        Why.UNDER_WAY, "Writes of %s are being moved already.".formatted(tenant));
  }

  /** When the region that is left was last heard, if it is given up for lost, and one alone is. */
  private OptionalLong lostSince(FailoverSpec.MoveHome spec) {
    List<String> sources =
        spec.tenants().stream()
            .flatMap(tenant -> book.home(tenant).stream())
            .map(WriteHome::home)
            .distinct()
            .toList();
    return spec.unplanned() && sources.size() == 1
        ? signs.heardNanos(sources.getFirst())
        : OptionalLong.empty();
  }

  /** Regions that the arbiter itself is moving homes out of by that failover. */
  SortedSet<String> leftBy(String failover) {
    HomeMoves moves = failovers.get(failover);
    SortedSet<String> sources = new TreeSet<>();
    if (moves != null && moves.start().actor().equals(PolicyRecord.ARBITER)) {
      moves.tenants().forEach(each -> book.home(each).ifPresent(home -> sources.add(home.home())));
    }
    return sources;
  }

  /** Tenants whose writes belong to {@code region} and are not on their way; in order. */
  List<PolicyRecord> settledIn(String region) {
    return book.records().stream()
        .filter(record -> record.spec() instanceof WriteHome home && home.home().equals(region))
        .filter(record -> !standing.containsKey(record.key().name()))
        .filter(record -> book.home(record.key().name()).filter(WriteHome::isUnsettled).isEmpty())
        .sorted(Comparator.comparing(record -> record.key().name()))
        .toList();
  }

  private SortedMap<String, WriteHome> firstRecords(
      FailoverCommand.Start start, FailoverSpec.MoveHome spec) {
    SortedMap<String, WriteHome> first = new TreeMap<>();
    for (String tenant : spec.tenants()) {
      WriteHome home = book.home(tenant).orElse(null);
      if (home == null) {
        first.put(tenant, WriteHome.first(spec.to(), start.name()));
      } else if (!home.home().equals(spec.to())) {
        first.put(
            tenant, home.reserved(spec.to(), start.name(), spec.unplanned(), spec.awaitsMarks()));
      }
    }
    return first;
  }

  private void remember(HomeMoves moves) {
    failovers.put(moves.start().name(), moves);
    if (failovers.size() > KEPT) {
      failovers.values().stream()
          .filter(HomeMoves::isOver)
          .findFirst()
          .ifPresent(oldest -> failovers.remove(oldest.start().name()));
    }
  }

  private ArbiterEffect append(long nowNanos, String tenant, WriteHome home, HomeMoves moves) {
    FailoverCommand.Start by = moves.start();
    return append(nowNanos, tenant, home, by.actor(), by.reason(), by.timeMillis());
  }

  /** The next step is in the name of whoever asked for the first. */
  private ArbiterEffect append(long nowNanos, String tenant, WriteHome home, PolicyRecord before) {
    long time = Math.max(wallMillis, before.updateTimeMillis());
    return append(nowNanos, tenant, home, before.actor(), before.reason(), time);
  }

  private ArbiterEffect append(
      long nowNanos, String tenant, WriteHome home, String actor, String reason, long timeMillis) {
    Standing stood = standing.computeIfAbsent(tenant, absent -> new Standing());
    stood.asked = true;
    stood.sinceNanos = stood.sinceNanos == 0 ? nowNanos : stood.sinceNanos;
    PolicyKey key = PolicyKey.home(tenant);
    Optional<PolicyRecord> held = book.newest(key);
    PolicyRecord record =
        new PolicyRecord(
            key,
            0,
            held.map(PolicyRecord::generation).orElse(0L) + 1,
            home,
            held.map(PolicyRecord::createTimeMillis).orElse(timeMillis),
            timeMillis,
            actor,
            reason);
    return new ArbiterEffect.Append(--lastId, record);
  }

  private static List<ArbiterEffect> answerIfRecorded(HomeMoves moves) {
    if (!moves.isToBeAnswered()) {
      return List.of();
    }
    moves.answered();
    return answer(moves.start(), new FailoverReply.Accepted(moves.view(), true));
  }

  private static Collection<ArbiterEffect> giveUp(HomeMoves moves) {
    moves.answered();
    return refuse(
        moves.start(), Why.OUTCOME_UNKNOWN, "Kafka did not confirm; it may take effect yet.");
  }

  private static List<ArbiterEffect> refuse(FailoverCommand command, Why why, String detail) {
    return Failovers.refuse(command, why, detail);
  }

  private static List<ArbiterEffect> answer(FailoverCommand command, FailoverReply reply) {
    return List.of(new ArbiterEffect.AnswerFailover(command.id(), reply));
  }
}
