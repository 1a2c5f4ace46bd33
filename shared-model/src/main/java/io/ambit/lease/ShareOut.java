package io.ambit.lease;

import io.ambit.allocation.Apportionment;
import io.ambit.allocation.Claim;
import io.ambit.allocation.WeightedMaxMin;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares one holding out to the children that are there: first what each should have, then as much
 * of it as can be given now. A raise is paid only from what no child may still be using; a shrink
 * is given at once and frees nothing until it is proven.
 *
 * <p>Pure, given the ledger.
 */
final class ShareOut {
  /**
   * A child that takes part, what it asks for and what of that it is refused in milli-units per
   * second, and what it was last given.
   */
  record Asking(String child, long demandMilli, long shortMilli, Share last) {}

  /**
   * What the pool has to do with it.
   *
   * @param inFlightMilli depth that tokens on their way take up
   * @param supplyMilli tokens that could be filled soon
   */
  record Pooled(long inFlightMilli, long supplyMilli) {
    static final Pooled NONE = new Pooled(0, 0);
  }

  /**
   * What one child gets; {@code beyond} on top of the limit, once it has lost this node; and
   * whether some of it is lent by others.
   */
  record Portion(Share lease, Share floor, Share beyond, boolean lent) {}

  /** One part in so many of the depth is kept in the pool. */
  private static final long POOL_PARTS = 10;

  /** Less than one part in so many of the depth is left to the next renewal. */
  private static final long LEAST_SUPPLY_PARTS = 16;

  private final Holding holding;
  private final LeaseLedger ledger;
  private final List<Asking> asking;
  private final Share charged;
  private final Pooled pooled;
  private final long turn;
  private final ClaimTerms[] terms;

  private ShareOut(
      Holding holding, LeaseLedger ledger, List<Asking> asking, Pooled pooled, long turn) {
    this.holding = holding;
    this.ledger = ledger;
    this.asking = asking;
    this.charged = ledger.total();
    this.pooled = pooled;
    this.turn = turn;
    this.terms =
        asking.stream().map(each -> holding.terms().apply(each.child())).toArray(ClaimTerms[]::new);
  }

  /**
   * Portions by child.
   *
   * @param known how many children there are in all, heard or not: floors are cut for them
   * @param turn whose turn it is, where the limit is too small for all
   */
  static SortedMap<String, Portion> of(
      Holding holding,
      LeaseLedger ledger,
      List<Asking> asking,
      int known,
      Pooled pooled,
      long turn) {
    return new ShareOut(holding, ledger, asking, pooled, turn).portions(known);
  }

  /** Rates once each is charged for what it has and nothing else: what it comes to in the end. */
  static SortedMap<String, Long> settled(
      Holding holding, LeaseLedger ledger, List<Asking> asking, int known) {
    ShareOut all = new ShareOut(holding, ledger, asking, Pooled.NONE, 0);
    Share[] targets = all.targets(holding.lease(), all.minima(all.floors(known)));
    SortedMap<String, Long> rates = new TreeMap<>();
    for (int i = 0; i < targets.length; i++) {
      rates.put(asking.get(i).child(), targets[i].rateMilli());
    }
    return rates;
  }

  private SortedMap<String, Portion> portions(int known) {
    Share[] floors = floors(known);
    Share[] payable = payable(targets(minima(floors)));
    Share[] beyond = beyond(known);
    boolean[] lent = lent(payable);
    SortedMap<String, Portion> portions = new TreeMap<>();
    for (int i = 0; i < payable.length; i++) {
      portions.put(
          asking.get(i).child(),
          new Portion(payable[i], floors[i].min(payable[i]), beyond[i], lent[i]));
    }
    return portions;
  }

  /**
   * Equal parts of what {@code safe(k)} adds to the limit, as far as others' are proven given up.
   */
  private Share[] beyond(int known) {
    Share all = holding.ladder().beyond();
    long parts = Math.max(1, known);
    Share each = new Share(all.rateMilli() / parts, wholeUnits(all.depthMilli() / parts));
    Share free = all.minus(ledger.totalBeyond());
    Share[] beyond = new Share[asking.size()];
    for (int i = 0; i < beyond.length; i++) {
      Share had = ledger.chargedBeyond(asking.get(i).child());
      beyond[i] = each.min(had.plus(free));
      free = free.minus(beyond[i].minus(had));
    }
    return beyond;
  }

  /**
   * Who has what others are guaranteed: of those with more than their own guarantee, those with the
   * most more, and no more of them than it takes to give all of it back.
   */
  private boolean[] lent(Share[] shares) {
    long[] borrowed = new long[shares.length];
    boolean[] lent = new boolean[shares.length];
    long missing = holding.guaranteedMilli();
    for (int i = 0; i < shares.length; i++) {
      long own = Math.min(shares[i].rateMilli(), terms[i].guaranteedMilli());
      borrowed[i] = shares[i].rateMilli() - own;
      missing -= own;
      lent[i] = terms[i].lent();
    }
    for (int i : byMost(borrowed)) {
      lent[i] |= missing > 0 && borrowed[i] > 0;
      missing -= borrowed[i];
    }
    return lent;
  }

  private static Integer[] byMost(long[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing((Integer i) -> -values[i]));
    return order;
  }

  /** Equal floors, none above its ceiling. */
  private Share[] floors(int known) {
    Share whole = holding.floorOf(known);
    Share free = holding.floor().minus(ledger.totalFloor());
    Share[] floors = new Share[asking.size()];
    for (int i = 0; i < floors.length; i++) {
      Share had = ledger.chargedFloor(asking.get(i).child());
      long most = Math.min(terms[i].ceilingMilli(), whole.rateMilli());
      Share each = new Share(most, whole.depthMilli());
      floors[i] = each.min(had.plus(free));
      free = free.minus(floors[i].minus(had));
    }
    return floors;
  }

  /**
   * The least each gets: its floor, and what it may be using for ever anyway. Were a child given
   * less than it cannot be made to return, the others would be given too much.
   */
  private Share[] minima(Share[] floors) {
    Share[] minima = new Share[floors.length];
    Arrays.setAll(minima, i -> floors[i].max(ledger.chargedFloor(asking.get(i).child())));
    return minima;
  }

  /** What each should have of what the absent children are not charged for. */
  private Share[] targets(Share[] minima) {
    Share absent = charged;
    for (Asking each : asking) {
      absent = absent.minus(ledger.charged(each.child()));
    }
    return targets(holding.lease().minus(absent), minima);
  }

  private Share[] targets(Share available, Share[] minima) {
    boolean[] served = served(available.depthMilli(), minima);
    List<Claim> claims = claims(minima, served);
    long[] rates = WeightedMaxMin.allocate(available.rateMilli(), claims);
    long[] depths = depths(available.depthMilli(), minima, rates);
    Share[] targets = new Share[rates.length];
    Arrays.setAll(targets, i -> new Share(rates[i], depths[i]));
    return targets;
  }

  /**
   * Who takes part: all, if there is a whole unit of depth for each above the minima. Else as many
   * as there are units, those that ask first, and those whose turn it is before others; a rate
   * without depth would be lost.
   */
  private boolean[] served(long depthMilli, Share[] minima) {
    boolean[] served = new boolean[minima.length];
    long units = depthMilli;
    for (Share minimum : minima) {
      units -= minimum.depthMilli();
    }
    units /= Limit.MILLI;
    if (units >= minima.length) {
      Arrays.fill(served, true);
      return served;
    }
    Integer[] order = new Integer[minima.length];
    int first = Math.floorMod(turn * 7, Math.max(1, minima.length));
    Arrays.setAll(order, i -> (i + first) % minima.length);
    Arrays.sort(order, Comparator.comparing((Integer i) -> asking.get(i).demandMilli() == 0));
    for (int i = 0; i < units; i++) {
      served[order[i]] = true;
    }
    for (int i = 0; i < served.length; i++) {
      served[i] |= minima[i].depthMilli() >= Limit.MILLI;
    }
    return served;
  }

  private List<Claim> claims(Share[] minima, boolean[] served) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < minima.length; i++) {
      Asking each = asking.get(i);
      claims.add(
          new Claim(
              each.child(),
              each.demandMilli(),
              terms[i].weight(),
              minima[i].rateMilli(),
              served[i] ? terms[i].guaranteedMilli() : 0,
              served[i] ? terms[i].reservedMilli() : 0,
              served[i]
                  ? Math.max(terms[i].ceilingMilli(), minima[i].rateMilli())
                  : minima[i].rateMilli()));
    }
    return claims;
  }

  /**
   * Depth follows rate, in whole units above the minima: half a token admits nobody. A tenth stays
   * in the pool, and all that is not worth keeping at a child; from there it reaches whoever runs
   * short, and so that it can, room for it is made there first.
   */
  private long[] depths(long total, Share[] minima, long[] rates) {
    long[] depths = Arrays.stream(minima).mapToLong(Share::depthMilli).toArray();
    long left = Math.max(0, total - Arrays.stream(depths).sum());
    long[] rooms = rooms(left);
    left -= Arrays.stream(rooms).sum();
    if (left > POOL_PARTS * Limit.MILLI * rates.length) {
      left = Math.min(left - left / POOL_PARTS, worthKeeping(rates));
      left = Math.max(left, rates.length * Limit.MILLI);
    }
    long[] above = Apportionment.inQuanta(left, Limit.MILLI, buffers(rates));
    Arrays.setAll(depths, i -> depths[i] + above[i] + rooms[i]);
    return depths;
  }

  /**
   * How much depth is of use at the children. Requests that come at random to one edge waver by the
   * root of what comes: three deviations of a second's, and a twentieth of a second for the ticks
   * between. A region has pools of its own and edges behind it: half a second of its rate.
   */
  private long worthKeeping(long[] rates) {
    long sum = 0;
    for (long rate : rates) {
      long deviation = Math.round(Math.sqrt((double) rate * Limit.MILLI));
      sum +=
          holding.source().above() == Holding.Above.NOBODY ? rate / 2 : 3 * deviation + rate / 20;
    }
    return sum;
  }

  /** Room at whoever is short for what the pool could fill there soon, if that is worth a grant. */
  private long[] rooms(long depthMilli) {
    long[] rooms = new long[asking.size()];
    long least = holding.lease().depthMilli() / LEAST_SUPPLY_PARTS;
    long supply = Math.min(depthMilli / 2, pooled.supplyMilli() - least);
    if (supply > 0) {
      List<Claim> claims = new ArrayList<>();
      for (Asking each : asking) {
        long ahead = Pool.aheadMilli(each.shortMilli());
        claims.add(new Claim(each.child(), ahead, 1, 0, 0, ahead));
      }
      long[] filled = WeightedMaxMin.allocate(supply, claims);
      Arrays.setAll(rooms, i -> wholeUnits(filled[i] + Limit.MILLI - 1));
    }
    return rooms;
  }

  /**
   * How depth is split: what comes at random wavers by the root of its rate, so that much is worth
   * keeping for it; where more is asked for than there is, the bucket is empty anyway.
   */
  private long[] buffers(long[] rates) {
    long[] buffers = new long[rates.length];
    for (int i = 0; i < rates.length; i++) {
      boolean saturated = asking.get(i).demandMilli() > rates[i] + rates[i] / 8;
      long root = Math.round(Math.sqrt((double) rates[i]) * 1_000);
      buffers[i] = saturated ? root / 2 : root;
    }
    return buffers;
  }

  private Share[] payable(Share[] targets) {
    Share free = holding.lease().minus(charged).minus(new Share(0, pooled.inFlightMilli()));
    Share[] unpaid = new Share[targets.length];
    Arrays.setAll(unpaid, this::unpaid);
    Share[] raises = new Share[targets.length];
    Arrays.setAll(raises, i -> targets[i].minus(unpaid[i]));
    long[] rates =
        paid(free.rateMilli(), Arrays.stream(raises).mapToLong(Share::rateMilli).toArray());
    long[] depths =
        paid(free.depthMilli(), Arrays.stream(raises).mapToLong(Share::depthMilli).toArray());
    Share[] payable = new Share[targets.length];
    Arrays.setAll(payable, i -> targets[i].min(unpaid[i].plus(new Share(rates[i], depths[i]))));
    return payable;
  }

  /**
   * What a child may be given without paying: what it is charged for already. While more is charged
   * than there is to give, because that shrank, only what it was given last: else two children that
   * take turns in wanting more would keep each other's old grants alive for ever.
   */
  private Share unpaid(int i) {
    Share most = ledger.charged(asking.get(i).child());
    Share last = most.min(asking.get(i).last());
    return new Share(
        charged.rateMilli() > holding.lease().rateMilli() ? last.rateMilli() : most.rateMilli(),
        charged.depthMilli() > holding.lease().depthMilli()
            ? last.depthMilli()
            : most.depthMilli());
  }

  /** All raises if they fit, else all in proportion. */
  private static long[] paid(long free, long[] raises) {
    long sum = Arrays.stream(raises).sum();
    return sum <= free ? raises : Apportionment.byLargestRemainder(free, raises);
  }

  private static long wholeUnits(long milli) {
    return milli - milli % Limit.MILLI;
  }
}
