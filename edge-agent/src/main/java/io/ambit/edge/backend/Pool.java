package io.ambit.edge.backend;

import io.ambit.backend.Backend;
import io.ambit.edge.overload.Learned;
import io.ambit.edge.overload.Overload;
import io.ambit.model.FailoverPolicy;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One pool of backends: a resource that can be overloaded, and members to choose from. Choosing and
 * telling may be done from any thread, waiting for nobody; who is a member is changed by one thread
 * at a time, and the loop looks after it.
 *
 * <p>Callers' outcomes eject members, but never so many that the rest would have to carry twice the
 * load: once two or more and at least half of those that answer probes are ejected, or all of them,
 * all are chosen from again (Envoy's panic), as long as anything goes well at all. If nothing does,
 * there is no healthy backend.
 */
public final class Pool {
  private static final double NANOS = 1e9;
  private static final int LEAST_TO_PANIC = 2;

  private final String name;
  private final String zone;
  private final Overload overload;
  private final RetryBudget retries = new RetryBudget();
  private final Tail tail = new Tail();
  private volatile SortedMap<String, Member> members = new TreeMap<>();
  private final Ebb ebb = new Ebb();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile Choice choice = Choice.NOBODY;
  private volatile Choice rest = Choice.NOBODY;
  private volatile int elsewhere;
  private volatile boolean lastFailed;
  private volatile Learned learned = Learned.NOTHING;
  private volatile boolean peopled;
  private volatile long tailNanos;
  private long learnedNanos;

  Pool(String name, String zone, long nowNanos) {
    this.name = name;
    this.zone = zone;
    this.overload = new Overload(nowNanos);
    this.learnedNanos = nowNanos;
  }

  public String name() {
    return name;
  }

  public Overload overload() {
    return overload;
  }

  /** What was known of it when the loop last learned. */
  public Learned learned() {
    return learned;
  }

  /** Whether it ever had a backend: then a request needs one. */
  public boolean isPeopled() {
    return peopled;
  }

  /**
   * The backend for a request, or nobody if none is healthy. Takes nothing: {@link Member#begin}.
   *
   * @param draw 64 random bits, or the same for requests that belong together
   */
  public @Nullable Member pick(long draw) {
    return choice.pick(draw);
  }

  /** The same among those that are not ejected, however few those are. */
  public @Nullable Member pickOfRest(long draw) {
    return rest.pick(draw);
  }

  /** How many of ten thousand requests had better go to another region that takes them. */
  public int elsewhere() {
    return elsewhere;
  }

  /** Whether the last request that came back from here failed. */
  public boolean failedLast() {
    return lastFailed;
  }

  /** Whether too many are ejected to leave them out. */
  public boolean isPanicking() {
    return choice.panic();
  }

  /** All members by id. */
  public Collection<Member> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** Counts a request that is made for the first time, towards retries. */
  public void request() {
    retries.request();
  }

  /** Whether a request may be made again; then that is counted. */
  public boolean retry() {
    return retries.take();
  }

  /** Whether a caller may count on one retry. */
  public boolean hasRetry() {
    return retries.hasRoom();
  }

  /** When a second request may be sent beside one that is slow; 0 if that is not known. */
  public long hedgeAfterNanos() {
    return tailNanos;
  }

  /** When the first of those that are ejected gets another chance, as a wait; 0 if none is. */
  public long backInNanos(long nowNanos) {
    long least = Long.MAX_VALUE;
    for (Member member : members.values()) {
      if (member.state() == Member.State.EJECTED) {
        least = Math.min(least, member.ejectedUntilNanos() - nowNanos);
      }
    }
    return least == Long.MAX_VALUE ? 0 : Math.max(0, least);
  }

  /** The member called {@code id}; null if there is none. */
  public @Nullable Member member(String id) {
    return members.get(id);
  }

  /** A request came back from here. */
  void end(long nowNanos, Outcome outcome) {
    overload.end(nowNanos, outcome.tookNanos(), outcome.success());
    (outcome.success() ? succeeded : failed).increment();
    lastFailed = !outcome.success();
    tail.add(outcome.tookNanos());
    Member member = outcome.backend() == null ? null : members.get(outcome.backend());
    if (member != null && member.end(nowNanos, outcome.tookNanos(), outcome.success())) {
      choose();
    }
  }

  /** Has exactly these members; whoever stays keeps what is known of it. */
  synchronized void people(long nowNanos, List<Backend> backends) {
    SortedMap<String, Member> next = new TreeMap<>();
    for (Backend backend : backends) {
      Member known = members.get(backend.id());
      Member member = known == null ? new Member(backend, nowNanos) : known;
      member.describe(backend);
      next.put(backend.id(), member);
    }
    members = next;
    peopled |= !next.isEmpty();
    choose();
  }

  /** A probe showed something new. */
  void probed(Member member, Member.Probed showed) {
    if (member.probed(showed)) {
      choose();
    }
  }

  /** Learns from what was told since the last call, and looks after its members. The loop's. */
  void learn(long nowNanos) {
    double seconds = (nowNanos - learnedNanos) / NANOS;
    if (seconds <= 0) {
      return;
    }
    learnedNanos = nowNanos;
    learned = overload.learn(nowNanos);
    retries.refill(seconds);
    tailNanos = tail.read(seconds);
    double mean = meanNanos();
    members.values().forEach(member -> member.rest(nowNanos, seconds, mean));
    double usual = usualFailures();
    members.values().forEach(member -> member.standing().judge(nowNanos, usual));
    if (!members.isEmpty()) {
      choose();
    }
    elsewhere = peopled ? ebb.step(nowNanos, out()) : 0;
  }

  /** How many of ten thousand members take no requests; all if there is none. */
  private int out() {
    long all = members.size();
    return all == 0 ? FailoverPolicy.WHOLE : (int) (FailoverPolicy.WHOLE * (all - well()) / all);
  }

  /** How many members requests are sent to. */
  public long well() {
    return members.values().stream().filter(each -> each.state() == Member.State.HEALTHY).count();
  }

  /** Requests that came back well since it is known. */
  long succeeded() {
    return succeeded.sum();
  }

  /** Requests that came back otherwise since it is known. */
  long failed() {
    return failed.sum();
  }

  /** Publishes who may be chosen. */
  private synchronized void choose() {
    List<Member> answering =
        members.values().stream().filter(each -> each.state() != Member.State.DOWN).toList();
    List<Member> left =
        answering.stream().filter(each -> each.state() != Member.State.EJECTED).toList();
    int ejected = answering.size() - left.size();
    boolean tooMany =
        left.isEmpty() || ejected >= LEAST_TO_PANIC && 2 * ejected >= answering.size();
    boolean panic =
        tooMany && answering.stream().anyMatch(each -> each.standing().succeedsLately());
    rest = Choice.of(left, zone, meanNanos(), false);
    choice = panic ? Choice.of(answering, zone, meanNanos(), true) : rest;
  }

  private double meanNanos() {
    return members.values().stream()
        .mapToDouble(Member::latencyNanos)
        .filter(each -> each > 0)
        .average()
        .orElse(1);
  }

  /** The median of what fails of each. */
  private double usualFailures() {
    double[] shares =
        members.values().stream().mapToDouble(Member::failureShare).sorted().toArray();
    return shares.length == 0 ? 0 : shares[(shares.length - 1) / 2];
  }
}
