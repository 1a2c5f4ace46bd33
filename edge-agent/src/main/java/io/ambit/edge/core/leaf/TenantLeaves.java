package io.ambit.edge.core.leaf;

import io.ambit.lease.Durations;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one tenant. A request takes one unit of each of its limits, so what leaves are
 * charged is the same of all of them, and what can be told is the least that any limit has.
 *
 * <p>What holds after every step, for every limit with lease (R, D), of what the leaves are charged
 * (C, the sum of their rates, and E, of their depths):
 *
 * <ul>
 *   <li>The gate has no more than {@code R − C − fund} and {@code D − max(E, pot)}, and is told so
 *       before a leaf is told anything.
 *   <li>What leaves are told or told again is within R together. Where the lease has shrunk below
 *       C, what is above it is not told again, so it is over when its charge is; until then C only
 *       falls, and is what the region hears.
 *   <li>A bucket starts full of what the {@link Fund} paid, whose tokens with E are within the pot.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class TenantLeaves {
  /** A bucket starts with what it fills in so long, at least one. */
  private static final int STARTS_PARTS = 10;

  /** So much more or less is worth a new bucket, whose tokens are to be paid. */
  private static final int WORTH_PARTS = 8;

  private static final long CALM_NANOS = Durations.ofMillis(1_000);

  /** Blanket rules cost nothing. */
  private static final int BLANKET_SECONDS = 2;

  /** How much of what is left fills the fund, and while somebody has no bucket yet. */
  private static final int FUND_PARTS = 8;

  private static final int URGENT_FUND_PARTS = 2;

  private final String tenant;
  private final SortedMap<LeafId, Leaf> leaves = new TreeMap<>();
  private final List<LeafCharge> ended = new ArrayList<>();
  private final SortedSet<LimitKey> keys = new TreeSet<>();
  private final GateDemand gate;
  private final Fund fund;
  private long potMilli;
  private long fundRateMilli;
  private boolean waits = true;

  TenantLeaves(long nowNanos, String tenant) {
    this.tenant = tenant;
    this.fund = new Fund(nowNanos);
    this.gate = new GateDemand();
  }

  Collection<Leaf> leaves() {
    return leaves.values();
  }

  /** Leaves, and charges of those that are gone. */
  int size() {
    return leaves.size() + ended.size();
  }

  @Nullable Leaf find(LeafId id) {
    return leaves.get(id);
  }

  void add(long nowNanos, LeafId id) {
    waits = true;
    leaves.put(id, new Leaf(nowNanos, id, tenant));
  }

  /** What is told of it is over when its charge is. */
  void remove(LeafId id) {
    Leaf leaf = leaves.remove(id);
    if (leaf != null && !leaf.charge().isEmpty()) {
      ended.add(leaf.charge());
    }
  }

  GateDemand gate() {
    return gate;
  }

  /** A step begins. */
  void begin(long nowNanos) {
    leaves.values().forEach(leaf -> leaf.charge().expire(nowNanos));
    ended.forEach(charge -> charge.expire(nowNanos));
    ended.removeIf(LeafCharge::isEmpty);
    if (charges().stream().allMatch(LeafCharge::isEmpty)) {
      keys.clear();
    }
    fund.accrue(nowNanos);
  }

  /** Whether a leaf has nothing yet that could be told. */
  boolean waits() {
    return waits;
  }

  boolean isOver() {
    return leaves.isEmpty() && ended.isEmpty();
  }

  /** What leaves may still be using, of each of {@link #keys}. */
  Share charged() {
    long rate = 0;
    long depth = 0;
    for (LeafCharge charge : charges()) {
      rate += charge.rateMilli();
      depth += charge.depthMilli();
    }
    return new Share(Math.min(Share.MAX_MILLI, rate), Math.min(Share.MAX_MILLI, depth));
  }

  /** When all of that is over. */
  long chargedUntilNanos(long nowNanos) {
    long until = nowNanos;
    for (LeafCharge charge : charges()) {
      until = charge.untilNanos(until);
    }
    return until;
  }

  /** The same with what is kept for more of them: what the gate must do without. */
  Share withheld() {
    Share charged = charged();
    return new Share(
        Math.min(Share.MAX_MILLI, charged.rateMilli() + fundRateMilli),
        Math.max(charged.depthMilli(), potMilli));
  }

  /** The limits that leaves are charged of. */
  SortedSet<LimitKey> keys() {
    return keys;
  }

  /** Decides what each leaf is told now. */
  List<LeafAction> act(long nowNanos, LeafTerms terms) {
    List<LeafAction> actions = abandonIdle(nowNanos);
    switch (terms) {
      case LeafTerms.Waiting waiting -> rest();
      case LeafTerms.Refused refused -> tellAll(nowNanos, Strategy.DENY_ALL, actions);
      case LeafTerms.Unlimited unlimited -> tellAll(nowNanos, Strategy.ALLOW_ALL, actions);
      case LeafTerms.Leased leased -> share(nowNanos, leased, actions);
    }
    return actions;
  }

  private List<LeafAction> abandonIdle(long nowNanos) {
    List<LeafAction> actions = new ArrayList<>();
    for (Leaf leaf : List.copyOf(leaves.values())) {
      if (leaf.isIdle(nowNanos)) {
        actions.add(new LeafAction.Abandon(leaf.id()));
        remove(leaf.id());
      }
    }
    return actions;
  }

  private void rest() {
    waits = false;
    fundRateMilli = 0;
    potMilli = 0;
    fund.agree(0, 0);
  }

  private void tellAll(long nowNanos, Strategy what, List<LeafAction> actions) {
    rest();
    for (Leaf leaf : leaves.values()) {
      if (!leaf.isSilent(nowNanos) && (leaf.isDue(nowNanos) || !what.equals(leaf.strategy()))) {
        tell(nowNanos, leaf, what, BLANKET_SECONDS, actions);
      }
    }
  }

  private static void tell(
      long nowNanos, Leaf leaf, Strategy what, int ttl, List<LeafAction> actions) {
    leaf.told(nowNanos, what, ttl);
    actions.add(new LeafAction.Assign(leaf.id(), what, ttl));
  }

  private void share(long nowNanos, LeafTerms.Leased leased, List<LeafAction> actions) {
    Room room = Room.of(nowNanos, leased);
    if (room.isTooSmall()) {
      tellAll(nowNanos, Strategy.DENY_ALL, actions);
      return;
    }
    if (room.ttlSeconds() == 0) {
      rest();
      return;
    }
    keys.addAll(leased.limits().keySet());
    potMilli = room.potMilli();
    fund.agree(fundRateMilli, potMilli - charged().depthMilli());
    List<Leaf> speaking = leaves.values().stream().filter(l -> !l.isSilent(nowNanos)).toList();
    Round round = new Round(nowNanos, room, speaking, actions);
    round.run(leased);
    waits = round.waits;
    fundFor(waits, room);
  }

  private void fundFor(boolean urgent, Room room) {
    Share charged = charged();
    long free = Math.max(0, room.rateMilli() - charged.rateMilli());
    long part = room.rateMilli() / (urgent ? URGENT_FUND_PARTS : FUND_PARTS);
    long depth = potMilli - charged.depthMilli();
    fundRateMilli = fund.holds(depth) ? 0 : Math.min(free, part);
    fund.agree(fundRateMilli, depth);
  }

  private List<LeafCharge> charges() {
    List<LeafCharge> charges = new ArrayList<>(ended);
    leaves.values().forEach(leaf -> charges.add(leaf.charge()));
    return charges;
  }

  /** One round of sharing: first what changes, then what goes on. */
  private final class Round {
    private final long nowNanos;
    private final Room room;
    private final List<Leaf> speaking;
    private final List<LeafAction> actions;
    private final SortedMap<LeafId, Long> due = new TreeMap<>();

    /** What leaves are charged, of which some is over soon. */
    private long chargedMilli;

    /** What leaves fill and are told again: within the lease, once all that change have. */
    private long toldMilli;

    /** What could be told on top of what is charged, with the gate having what is due to it. */
    private long freeMilli;

    private boolean waits;

    Round(long nowNanos, Room room, List<Leaf> speaking, List<LeafAction> actions) {
      this.nowNanos = nowNanos;
      this.room = room;
      this.speaking = speaking;
      this.actions = actions;
    }

    void run(LeafTerms.Leased leased) {
      chargedMilli = charged().rateMilli();
      freeMilli = Long.MAX_VALUE;
      leased.limits().forEach(this::due);
      for (Leaf leaf : speaking) {
        toldMilli += leaf.filling(nowNanos) == null ? 0 : leaf.rateMilli();
      }
      List<Leaf> goOn = new ArrayList<>();
      for (Leaf leaf : newcomersFirst()) {
        if (!changes(leaf)) {
          goOn.add(leaf);
        }
      }
      goOn.forEach(this::renew);
    }

    private List<Leaf> newcomersFirst() {
      return speaking.stream()
          .sorted(Comparator.comparing(leaf -> leaf.filling(nowNanos) != null))
          .toList();
    }

    /** What is due to each by one limit; the least of all counts. */
    private void due(LimitKey key, LeafTerms.Held held) {
      long rate = held.share().rateMilli();
      Sharing sharing =
          Sharing.of(
              rate, gate.perSecondMilli(key), speaking.stream().map(Leaf::demandMilli).toList());
      for (int i = 0; i < speaking.size(); i++) {
        due.merge(speaking.get(i).id(), sharing.leafMilli().get(i), Math::min);
      }
      freeMilli = Math.min(freeMilli, rate - chargedMilli - sharing.gateMilli());
    }

    private long due(Leaf leaf) {
      return due.getOrDefault(leaf.id(), 0L);
    }

    /** Tells a bucket that differs from the one it fills, if it has to and can be paid. */
    private boolean changes(Leaf leaf) {
      Strategy.Tokens now = leaf.filling(nowNanos);
      if (now == null) {
        if (!tryFill(leaf, true)) {
          waits = true;
          deny(leaf);
        }
        return true;
      }
      boolean over = toldMilli > room.rateMilli() && due(leaf) < leaf.rateMilli();
      if (over) {
        if (!tryFill(leaf, false)) {
          toldMilli -= leaf.rateMilli();
        }
        return true;
      }
      return isWorth(leaf, now) && tryFill(leaf, false);
    }

    private void deny(Leaf leaf) {
      boolean denies = leaf.strategy() instanceof Strategy.DenyAll;
      if (leaf.hasWaited(nowNanos) && (leaf.isDue(nowNanos) || !denies)) {
        tell(nowNanos, leaf, Strategy.DENY_ALL, BLANKET_SECONDS, actions);
      }
    }

    private boolean isWorth(Leaf leaf, Strategy.Tokens now) {
      if (leaf.changedWithin(nowNanos, CALM_NANOS)) {
        return false;
      }
      long had = leaf.rateMilli();
      long could = Math.min(due(leaf), leaf.charge().rateMilli() + Math.max(0, freeMilli));
      return Math.abs(could - had) > had / WORTH_PARTS
          || starts(could) > 2 * now.maxTokens()
          || (could > had && perFill(could) > now.tokensPerFill() && now.tokensPerFill() < 10);
    }

    /**
     * @param anything whether a bucket that starts with less than it might is better than none
     */
    private boolean tryFill(Leaf leaf, boolean anything) {
      long had = leaf.charge().rateMilli();
      boolean fills = leaf.filling(nowNanos) != null;
      long others = toldMilli - (fills ? leaf.rateMilli() : 0);
      long rate = Math.min(due(leaf), had + Math.max(0, freeMilli));
      rate = Math.min(rate, room.rateMilli() - others);
      long perFill = rate <= 0 ? 0 : perFill(rate);
      long tokens = Math.min(starts(rate), Math.max(anything ? 1 : starts(rate), fund.tokens()));
      if (perFill == 0 || tokens > fund.tokens() || !leaf.charge().hasRoom()) {
        return false;
      }
      fund.pay(tokens);
      leaf.charge()
          .add(rate, tokens * Limit.MILLI, nowNanos + LeafSpans.charged(room.ttlSeconds()));
      long more = Math.max(0, leaf.charge().rateMilli() - had);
      chargedMilli += more;
      freeMilli -= more;
      toldMilli = others + rate;
      Strategy.Tokens bucket = new Strategy.Tokens(tokens, perFill);
      leaf.fill(nowNanos, bucket, rate, room.ttlSeconds());
      actions.add(new LeafAction.Assign(leaf.id(), bucket, room.ttlSeconds()));
      return true;
    }

    private long starts(long rateMilli) {
      long most = Math.max(1, potMilli / (2L * Math.max(1, leaves.size())) / Limit.MILLI);
      return Math.clamp(rateMilli / STARTS_PARTS / Limit.MILLI, 1, most);
    }

    private void renew(Leaf leaf) {
      Strategy.Tokens bucket = leaf.filling(nowNanos);
      if (bucket != null && leaf.isDue(nowNanos) && toldMilli <= room.rateMilli()) {
        leaf.charge().extend(nowNanos + LeafSpans.charged(room.ttlSeconds()));
        tell(nowNanos, leaf, bucket, room.ttlSeconds(), actions);
      }
    }
  }

  /** Derated, because a leaf's clock may run fast; in whole requests, rounded down. */
  private static long perFill(long rateMilli) {
    return Math.min(
        Integer.MAX_VALUE,
        Durations.derated(rateMilli) * Strategy.Tokens.FILL_SECONDS / Limit.MILLI);
  }
}
