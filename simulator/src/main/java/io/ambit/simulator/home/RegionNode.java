package io.ambit.simulator.home;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldWrites;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteLease;
import io.ambit.lease.WriteMark;
import io.ambit.lease.WriteMarks;
import io.ambit.model.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A region: relays the log to its edges, hears them, and passes leases of writes on. Its owners
 * follow each other; what one relayed its successor finds, whom it served it does not.
 */
final class RegionNode {
  /** The arbiter does not look at it. */
  private static final Boot SOME_BOOT = Boot.of(1, 1);

  final String name;
  final HomeClock clock;
  private HeldWrites writes = new HeldWrites();
  private final WriteMarks marks = new WriteMarks();
  private final Map<String, Heard> roster = new TreeMap<>();
  private long epoch = 1;
  private Boot boot;
  private long sequence;
  private int known;

  RegionNode(String name, HomeClock clock) {
    this.name = name;
    this.clock = clock;
    this.boot = Boot.of(epoch, name.hashCode());
  }

  private record Heard(EdgeNode.Said said, long nanos) {}

  /** The arbiter's answer. */
  record Given(RegionNode region, Boot boot, long sentNanos, WriteLease lease) {}

  /** Reads the log, and relays what it reads. */
  void read(int revision) {
    known = Math.max(known, revision);
  }

  /** What its edges can read. */
  int known() {
    return known;
  }

  void hear(long nanos, EdgeNode.Said said) {
    Heard before = roster.get(said.edge().name);
    boolean older =
        before != null
            && (said.boot() < before.said().boot()
                || (said.boot() == before.said().boot()
                    && said.sequence() <= before.said().sequence()));
    if (!older) {
      roster.put(said.edge().name, new Heard(said, clock.at(nanos)));
    }
  }

  void hear(Given given) {
    if (given.boot().equals(boot)) {
      writes.take(given.sentNanos(), given.lease());
    }
  }

  /** Answers every edge it has heard. */
  List<EdgeNode.Given> answers(long nanos) {
    writes.know(known);
    long millis = Durations.toMillis(writes.remainingNanos(clock.at(nanos)));
    WriteLease lease = new WriteLease(Math.min(WriteLease.EDGE_MILLIS, millis), known);
    List<EdgeNode.Given> answers = new ArrayList<>(roster.size());
    for (Heard heard : roster.values()) {
      EdgeNode.Said said = heard.said();
      answers.add(new EdgeNode.Given(said.edge(), said.boot(), said.sentNanos(), lease));
    }
    return answers;
  }

  Report report(long nanos) {
    long now = clock.at(nanos);
    List<NodeStatus> edges = new ArrayList<>(roster.size());
    for (Heard heard : roster.values()) {
      EdgeNode.Said said = heard.said();
      long ageMillis = Durations.toMillis(Math.max(0, now - heard.nanos()));
      edges.add(
          new NodeStatus(
              said.edge().name, SOME_BOOT, said.revision(), Mode.TARGET, ageMillis, false));
    }
    return new Report(
            new Report.Header(name, boot, ++sequence, now, epoch),
            Report.Knows.of(Stamp.NONE, known),
            Mode.TARGET,
            new Report.Told(List.of(), List.of(), Report.Gaps.NONE, edges, List.of()),
            false)
        .marked(marks.next(tenant -> true));
  }

  /** A store of the region tells how far it has come. */
  void mark(WriteMark mark) {
    marks.take(mark);
  }

  /** Another owner: it knows what was relayed, and nothing else. */
  void changeOwner() {
    epoch++;
    boot = Boot.of(epoch, name.hashCode());
    sequence = 0;
    roster.clear();
    writes = new HeldWrites();
  }
}
