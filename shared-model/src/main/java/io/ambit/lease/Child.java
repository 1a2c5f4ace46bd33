package io.ambit.lease;

import io.ambit.model.LimitKey;
import io.ambit.usage.ChildUsage;
import io.ambit.usage.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One child as its parent knows it. Not thread-safe. */
final class Child {
  /** How many boots are remembered, so that a late report of one is known for what it is. */
  private static final int BOOTS = 8;

  /** How many grants are remembered; a child that answers none of them is taken at no word. */
  private static final int MOST_LIVE = 1_024;

  /** Who speaks for so long and applies nothing that is given has missed a part of it. */
  private static final long MISSED_NANOS = Durations.ofMillis(3_000);

  private static final long LONGEST_MISSED_NANOS = Durations.ofMillis(60_000);

  /** No owner takes so long to find out that it is none any more. */
  private static final long DEPOSED_NANOS = Durations.ofMillis(3_000);

  private final String node;
  private final LeaseTimes times;
  private final ChildUsage usage;
  private final Telling telling;
  private final LinkedHashMap<Boot, Long> newestByBoot = new LinkedHashMap<>();
  private @Nullable Report newest;
  private long heardNanos;
  private long ownerEpoch;
  private long ownerHeardNanos;
  private Stamp acknowledged = Stamp.NONE;

  /** Since when there is something given that it has not applied, or when it last applied any. */
  private long appliedNanos;

  private long patienceNanos = MISSED_NANOS;
  private @Nullable Grants record;
  private long foundNanos;
  private Stamp recordedSince = Stamp.NONE;
  private SortedMap<LimitKey, LeaseGrant> granted = new TreeMap<>();
  private long grantedNanos;
  private boolean answered;
  private Stamp since = Stamp.NONE;
  private SortedMap<LimitKey, Long> exposedDepths = new TreeMap<>();
  private boolean beginsAnew = true;
  private boolean gone;

  private final Addressees addressees = new Addressees();

  /** Grants that the child may still be using, oldest first, and until when. */
  private final LinkedHashMap<Stamp, Long> live = new LinkedHashMap<>();

  Child(String node, LeaseTimes times) {
    this.node = node;
    this.times = times;
    this.usage = new ChildUsage(times.steps());
    this.telling = new Telling(times.linesPerSecond());
  }

  /**
   * Whether {@code report} says anything new. Boots have no order: the first report of one never
   * heard of may be a restart, or may have been under way since before the last one. So whoever
   * speaks is believed to be there, once per report, and nothing it says frees what was granted to
   * another boot.
   */
  boolean isNews(Report report) {
    return report.sequence() > newestByBoot.getOrDefault(report.boot(), -1L);
  }

  /**
   * Whether {@code report} is of an owner that has a successor which was heard lately: what it is
   * asked for is not what the child is asked for, and to answer it leaves its successor without.
   */
  boolean isOfDeposed(long nowNanos, Report report) {
    return newest != null
        && report.epoch() < ownerEpoch
        && nowNanos - ownerHeardNanos < DEPOSED_NANOS;
  }

  /** How much depth its own children take up; 0 if it has none. */
  long exposedDepthMilli(LimitKey key) {
    return exposedDepths.getOrDefault(key, 0L);
  }

  /** Takes a report in that {@link #isNews}; returns by how much the counters grew. */
  List<Usage> receive(long nowNanos, Report report) {
    if (newest != null && !newest.boot().equals(report.boot())) {
      usage.restart();
      answered = false;
    }
    gone = false;
    newest = report;
    if (report.exposesAll()) {
      exposedDepths = new TreeMap<>();
    }
    report.exposure().forEach(e -> exposedDepths.put(e.key(), e.lease().depthMilli()));
    heardNanos = nowNanos;
    ownerEpoch = report.epoch();
    ownerHeardNanos = nowNanos;
    remember(report);
    return usage.receive(report.sentNanos(), report.usage(), report.gaps() == Report.Gaps.NONE);
  }

  private void remember(Report report) {
    newestByBoot.remove(report.boot());
    newestByBoot.put(report.boot(), report.sequence());
    if (newestByBoot.size() > BOOTS) {
      newestByBoot.pollFirstEntry();
    }
  }

  /**
   * Whether {@code stamp} proves anything: only a child that knows at least what it once
   * acknowledged speaks for its past.
   */
  boolean acknowledges(long nowNanos, Stamp stamp) {
    if (acknowledged.isAfter(stamp)) {
      return false;
    }
    if (stamp.isAfter(acknowledged)) {
      appliedNanos = nowNanos;
      patienceNanos = MISSED_NANOS;
    }
    acknowledged = stamp;
    return true;
  }

  /** Which grants {@code report} proves to be over. */
  Proof proves(Report report) {
    return addressees.provenBy(report.epoch(), report.applied());
  }

  /** The latest epoch under which anybody may be using something, if {@code another} is added. */
  long latestEpoch(long another) {
    return Math.max(another, addressees.latestEpoch());
  }

  /**
   * Whether it seems to have missed a part of what it was given, as everything given since is
   * passed over: it speaks, but applies nothing. Where that is because its disk fails, saying all
   * again does not help, and is done less and less often.
   */
  boolean misses() {
    return answered && heardNanos - appliedNanos >= patienceNanos;
  }

  /** The newest record made out to it was found, as a predecessor left it. */
  void restored(long nowNanos, Grants grants) {
    addressees.granted(grants.stamp(), grants.ownerEpoch());
    take(nowNanos, grants);
  }

  private void take(long nowNanos, Grants grants) {
    foundNanos = record == null ? nowNanos : foundNanos;
    boolean sameBoot = record != null && record.boot().equals(grants.boot());
    recordedSince = sameBoot ? recordedSince : grants.stamp();
    record = grants;
    granted = new TreeMap<>();
    grants.leases().forEach(lease -> granted.put(lease.key(), lease));
    grantedNanos = nowNanos;
  }

  /** It is made out to an owner that gives under {@code ownerEpoch}. */
  void granted(long nowNanos, Grants grants, long ownerEpoch, long untilNanos) {
    boolean caughtUp = !answered || record == null || record.stamp().equals(acknowledged);
    if (caughtUp || grants.anew()) {
      appliedNanos = nowNanos;
    }
    if (grants.anew()) {
      patienceNanos = Math.min(2 * patienceNanos, LONGEST_MISSED_NANOS);
    }
    telling.told(nowNanos, granted, grants);
    addressees.granted(grants.stamp(), ownerEpoch);
    take(nowNanos, grants);
    live.put(grants.stamp(), untilNanos);
    if (live.size() > MOST_LIVE) {
      live.pollFirstEntry();
    }
    answered = newest != null && newest.boot().equals(grants.boot());
  }

  /**
   * Since when tokens are counted with it, the grant {@code next} being about to be made out to
   * {@code boot}: anew for another boot, after a fill that may have been lost, and by every owner.
   */
  boolean begins(Boot boot) {
    return beginsAnew || record == null || !record.boot().equals(boot);
  }

  void begin(Stamp next) {
    since = next;
    beginsAnew = false;
  }

  Stamp since() {
    return since;
  }

  /** The next grant begins to count anew. */
  void beginAnew() {
    beginsAnew = true;
  }

  /**
   * Whether what {@code report} says was returned may count: it is of the boot that was granted to
   * last, knows of a grant since tokens are counted, and used a lease that is not over.
   */
  boolean mayReturn(long nowNanos, Report report) {
    while (!live.isEmpty() && nowNanos - live.firstEntry().getValue() >= 0) {
      live.pollFirstEntry();
    }
    return !beginsAnew
        && record != null
        && record.boot().equals(report.boot())
        && !since.isAfter(report.applied())
        && live.containsKey(report.applied());
  }

  /**
   * The same child as if never heard of, and gone for good unless it is heard of again; what is on
   * record stays there.
   */
  Child gone() {
    Child stranger = new Child(node, times);
    stranger.record = record;
    stranger.gone = true;
    return stranger;
  }

  /** Since when nothing was heard of it, or since this owner found it on record. */
  long silentNanos(long nowNanos) {
    return Math.max(0, nowNanos - (newest == null ? foundNanos : heardNanos));
  }

  /**
   * Since when all grants were made to {@code boot}; empty if the newest was made to another one.
   */
  Optional<Stamp> grantedSince(Boot boot) {
    return record != null && record.boot().equals(boot)
        ? Optional.of(recordedSince)
        : Optional.empty();
  }

  /** What the newest record says, if that is more than nothing. */
  Optional<Grants> record() {
    return Optional.ofNullable(record).filter(grants -> !grants.isEmpty());
  }

  /** What it was last given of one limit. */
  Share last(LimitKey key) {
    LeaseGrant lease = granted.get(key);
    return lease == null ? Share.NONE : lease.lease();
  }

  /** Whether the boot last heard of has no answer yet, an old one, or one that is outdated. */
  boolean isDue(long nowNanos, long renewNanos, SortedMap<LimitKey, LeaseGrant> next) {
    return !answered || nowNanos - grantedNanos >= renewNanos || Difference.matters(granted, next);
  }

  /** Whether it may be told but a part of what changed, and counting goes on. */
  boolean isToldLittle(long nowNanos) {
    Report report = newest;
    return report != null
        && answered
        && !begins(report.boot())
        && telling.isShortFor(nowNanos, granted.size());
  }

  /** Whether that was just now. */
  boolean rests(long nowNanos) {
    return isToldLittle(nowNanos) && telling.wasTold(nowNanos);
  }

  Telling telling() {
    return telling;
  }

  String node() {
    return node;
  }

  ChildUsage usage() {
    return usage;
  }

  @Nullable Report newest() {
    return newest;
  }

  SortedMap<LimitKey, LeaseGrant> granted() {
    return granted;
  }

  boolean heardWithin(long nowNanos, long spanNanos) {
    return newest != null && !left() && nowNanos - heardNanos <= spanNanos;
  }

  /** Whether it stopped for good, as it said itself or an operator did. */
  boolean left() {
    return gone || saidGoodbye();
  }

  /** Whether it said so itself, before then. */
  boolean leftBefore(long nanos) {
    return saidGoodbye() && heardNanos - nanos < 0;
  }

  private boolean saidGoodbye() {
    return newest != null && newest.leaving();
  }

  NodeStatus status(long nowNanos) {
    Report report = newest;
    if (report == null) {
      throw new IllegalStateException(node + " was never heard of");
    }
    return new NodeStatus(
        node,
        report.boot(),
        report.policyRevision(),
        report.mode(),
        Durations.toMillis(Math.max(0, nowNanos - heardNanos)),
        report.leaving());
  }
}
