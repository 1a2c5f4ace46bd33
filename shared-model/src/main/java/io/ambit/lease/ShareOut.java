package io.ambit.lease;

import io.ambit.allocation.Apportionment;
import io.ambit.allocation.Claim;
import io.ambit.allocation.WeightedMaxMin;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.Arrays;
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
  /** A child that takes part, and what it asks for in milli-units per second. */
  record Asking(String child, long demandMilli) {}

  /** What one child gets. */
  record Portion(Share lease, Share floor) {}

  private final Holding holding;
  private final LeaseLedger ledger;
  private final List<Asking> asking;

  private ShareOut(Holding holding, LeaseLedger ledger, List<Asking> asking) {
    this.holding = holding;
    this.ledger = ledger;
    this.asking = asking;
  }

  /**
   * Portions by child.
   *
   * @param known how many children there are in all, heard or not: floors are cut for them
   */
  static SortedMap<String, Portion> of(
      Holding holding, LeaseLedger ledger, List<Asking> asking, int known) {
    return new ShareOut(holding, ledger, asking).portions(known);
  }

  private SortedMap<String, Portion> portions(int known) {
    Share[] floors = floors(known);
    Share[] payable = payable(targets(floors));
    SortedMap<String, Portion> portions = new TreeMap<>();
    for (int i = 0; i < payable.length; i++) {
      portions.put(asking.get(i).child(), new Portion(payable[i], floors[i].min(payable[i])));
    }
    return portions;
  }

  /**
   * Equal floors, cut for a power of two of children so that a newcomer seldom moves the others.
   */
  private Share[] floors(int known) {
    long slots = Math.max(2, Long.highestOneBit(Math.max(1, 2L * known - 1)));
    Share each =
        new Share(
            holding.floor().rateMilli() / slots, wholeUnits(holding.floor().depthMilli() / slots));
    Share free = holding.floor().minus(ledger.totalFloor());
    Share[] floors = new Share[asking.size()];
    for (int i = 0; i < floors.length; i++) {
      Share charged = ledger.chargedFloor(asking.get(i).child());
      floors[i] = each.min(charged.plus(free));
      free = free.minus(floors[i].minus(charged));
    }
    return floors;
  }

  /** What each should have of what the absent children are not charged for. */
  private Share[] targets(Share[] floors) {
    Share absent = ledger.total();
    for (Asking each : asking) {
      absent = absent.minus(ledger.charged(each.child()));
    }
    Share available = holding.lease().minus(absent);
    long[] rates = WeightedMaxMin.allocate(available.rateMilli(), claims(floors));
    long[] depths = depths(available.depthMilli(), floors, rates);
    Share[] targets = new Share[rates.length];
    Arrays.setAll(targets, i -> new Share(rates[i], depths[i]));
    return targets;
  }

  private List<Claim> claims(Share[] floors) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < floors.length; i++) {
      Asking each = asking.get(i);
      ClaimTerms terms = holding.terms().apply(each.child());
      claims.add(
          new Claim(
              each.child(),
              each.demandMilli(),
              terms.weight(),
              floors[i].rateMilli(),
              terms.guaranteedMilli(),
              terms.ceilingMilli()));
    }
    return claims;
  }

  /** Depth follows rate, in whole units above the floors: half a token admits nobody. */
  private static long[] depths(long total, Share[] floors, long[] rates) {
    long[] depths = Arrays.stream(floors).mapToLong(Share::depthMilli).toArray();
    long left = Math.max(0, total - Arrays.stream(depths).sum());
    long[] above = Apportionment.inQuanta(left, Limit.MILLI, rates);
    Arrays.setAll(depths, i -> depths[i] + above[i]);
    return depths;
  }

  private Share[] payable(Share[] targets) {
    Share free = holding.lease().minus(ledger.total());
    Share[] raises = new Share[targets.length];
    Arrays.setAll(raises, i -> targets[i].minus(charged(i)));
    long[] rates =
        paid(free.rateMilli(), Arrays.stream(raises).mapToLong(Share::rateMilli).toArray());
    long[] depths =
        paid(free.depthMilli(), Arrays.stream(raises).mapToLong(Share::depthMilli).toArray());
    Share[] payable = new Share[targets.length];
    Arrays.setAll(payable, i -> targets[i].min(charged(i).plus(new Share(rates[i], depths[i]))));
    return payable;
  }

  private Share charged(int i) {
    return ledger.charged(asking.get(i).child());
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
