package io.ambit.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A parent under test with one limit to give, the compacted topic it writes to, and children who
 * say what a test lets them say.
 */
final class Family {
  static final LimitKey KEY = new LimitKey("acme", "requests");
  static final Share HELD = new Share(1_000_000, 100_000);

  /** What the only child of {@link #HELD} is given: a part of the depth stays in the pool. */
  static final Share GIVEN = new Share(1_000_000, 91_000);

  static final Share FLOOR = new Share(10_000, 20_000);
  static final Share HALF_FLOOR = new Share(5_000, 10_000);
  static final long TTL_MILLIS = 3_000;
  static final long HOLD_MILLIS = 18_000;

  /** When a lease of {@link #HOLD_MILLIS} that was granted at 0 has ended on any clock. */
  static final long END_MILLIS = HOLD_MILLIS + HOLD_MILLIS / 1_000;

  private final SortedMap<String, Grants> topic = new TreeMap<>();
  LeaseParent parent = new LeaseParent(1, LeaseTimes.EDGE);
  List<Holding> holdings = List.of(holding(HELD, FLOOR));
  long nowMillis;
  int written;

  /** One boot of one child. */
  final class Speaker {
    final Boot boot;
    private final String node;
    private long sequence;
    private long offeredMilli;
    private Stamp applied = Stamp.NONE;
    private List<Exposure> exposure = List.of();

    private Speaker(String node, int boot) {
      this.node = node;
      this.boot = Boot.of(0, boot);
    }

    /**
     * Reports once; so much per second was offered in the 100 ms before. Ahead of its first report
     * goes one from before that, since demand is told from two.
     */
    void report(long perSecond) {
      if (sequence == 0) {
        nowMillis -= 100;
        deliver(report(false));
        nowMillis += 100;
      }
      offeredMilli += perSecond * 100;
      deliver(report(false));
    }

    void leave() {
      deliver(report(true));
    }

    /** A report as of now that may be delivered later. */
    Report report(boolean leaving) {
      List<Usage> usage = List.of(new Usage(KEY, offeredMilli, offeredMilli));
      return new Report(
          new Report.Header(node, boot, ++sequence, nanos()),
          Report.Knows.of(applied, 0),
          Mode.TARGET,
          Report.Told.of(usage, exposure),
          leaving);
    }

    /** From its next report on: it applied what was last written for it. */
    void acknowledge() {
      acknowledge(record(node).stamp());
    }

    void acknowledge(Stamp stamp) {
      applied = stamp;
    }

    /** From its next report on: its own children may be using so much. */
    void exposes(Share lease, Share floor) {
      exposure = List.of(new Exposure(KEY, lease, floor));
    }
  }

  Speaker child(String node, int boot) {
    return new Speaker(node, boot);
  }

  List<Usage> deliver(Report report) {
    return parent.receive(nanos(), report);
  }

  List<Grants> round() {
    List<Grants> grants = new ArrayList<>(parent.round(nanos(), holdings));
    grants.forEach(each -> topic.put(each.node(), each));
    written += grants.size();
    return grants;
  }

  /** Somebody says that a child is gone for good; what that writes is in the topic. */
  Removal deregister(String node) {
    Removal removal = parent.deregister(nanos(), node);
    if (removal instanceof Removal.Gone gone) {
      gone.record().ifPresent(record -> topic.put(node, record));
    }
    return removal;
  }

  /** All report so much per second, are answered, and acknowledge that, every 100 ms. */
  void run(long millis, long perSecond, Speaker... children) {
    for (long end = nowMillis + millis; nowMillis < end; nowMillis += 100) {
      for (Speaker child : children) {
        child.report(perSecond);
      }
      round();
      for (Speaker child : children) {
        child.acknowledge();
      }
    }
  }

  /** A new owner that knows the topic and nothing else. */
  void takeOver(long epoch) {
    parent = new LeaseParent(epoch, LeaseTimes.EDGE);
    topic.values().forEach(grants -> parent.restore(nanos(), grants));
  }

  /** The newest record of a child. */
  Grants record(String node) {
    return requireNonNull(topic.get(node));
  }

  Share given(String node) {
    return record(node).leases().getFirst().lease();
  }

  Share charged(String node) {
    return parent.charged(node, KEY);
  }

  Share outstanding() {
    return parent.outstanding(KEY);
  }

  /** A newcomer with demand comes away empty-handed. */
  void assertNothingIsFree() {
    Speaker newcomer = child("newcomer", 99);
    newcomer.report(2_000);
    round();
    assertThat(given("newcomer").rateMilli()).isZero();
    assertThat(HELD.covers(outstanding())).isTrue();
  }

  long nanos() {
    return Durations.ofMillis(nowMillis);
  }

  static Holding holding(Share lease, Share floor) {
    return holding(lease, floor, 3_600_000);
  }

  static Holding holding(Share lease, Share floor, long remainingMillis) {
    return Holding.ofRoot(
        KEY,
        lease,
        floor,
        new Holding.Times(Durations.ofMillis(remainingMillis), TTL_MILLIS, HOLD_MILLIS),
        child -> ClaimTerms.EQUAL);
  }
}
