package io.ambit.global.core;

import io.ambit.allocation.Apportionment;
import io.ambit.allocation.Matrix;
import io.ambit.allocation.Row;
import io.ambit.allocation.Weights;
import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyBook;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what each region holds of all tenants together by what it can take ({@link Takes}):
 * tenants and regions are filled at once ({@link Matrix}), and what that comes to is the most a
 * region may have of each limit.
 *
 * <p>Capacity is in requests per second; every rate limit in requests counts against it, nothing
 * else does. As in a lease tree, a shrink comes free only once it is proven and a raise is paid
 * only from what is free: so a region is never charged for more than its capacity, but right after
 * that was lowered. Where no capacity is declared, nothing is done.
 *
 * <p>Not thread-safe; owned by one loop.
 */
final class Capacity {
  private final PolicyBook book;
  private final Takes takes;
  private final Function<LimitKey, Share> writtenOff;

  /** By whom regions are charged, if not by whoever they are asked of. */
  private final @Nullable LeaseParent chargedBy;

  private final SortedMap<LimitKey, Counted> counted = new TreeMap<>();
  private final SortedSet<LimitKey> others = new TreeSet<>();
  private @Nullable List<Holding> known;
  private List<String> columns = List.of();
  private @Nullable Matrix matrix;

  /**
   * Of the regions in {@code book}.
   *
   * @param provenPerSecond see {@link Takes}
   * @param writtenOff what is given out of a limit on top of it
   */
  Capacity(
      PolicyBook book,
      ToLongFunction<String> provenPerSecond,
      Function<LimitKey, Share> writtenOff) {
    this(book, provenPerSecond, writtenOff, null);
  }

  private Capacity(
      PolicyBook book,
      ToLongFunction<String> provenPerSecond,
      Function<LimitKey, Share> writtenOff,
      @Nullable LeaseParent chargedBy) {
    this.book = book;
    this.writtenOff = writtenOff;
    this.takes = new Takes(book, provenPerSecond);
    this.chargedBy = chargedBy;
  }

  /** The terms that things come to once everything that is too much has been handed back. */
  static Capacity settled(PolicyBook book, ToLongFunction<String> provenPerSecond) {
    LeaseParent nothing = new LeaseParent(0, LeaseTimes.REGION);
    return new Capacity(book, provenPerSecond, key -> Share.NONE, nothing);
  }

  /** Whether {@code limit} counts against the capacity of regions. */
  static boolean counts(Limit limit) {
    return !limit.isPeriodic() && limit.unit().equals(Limit.REQUESTS);
  }

  /** The same holdings, on terms that keep regions within what they can take. */
  List<Holding> bound(long nowNanos, List<Holding> holdings, LeaseParent regions) {
    return bound(nowNanos, holdings, regions, regions::demandMilli);
  }

  /**
   * The same.
   *
   * @param demandMilli what each region is asked for of each limit
   */
  List<Holding> bound(
      long nowNanos,
      List<Holding> holdings,
      LeaseParent regions,
      ToLongBiFunction<String, LimitKey> demandMilli) {
    if (holdings != known) {
      learn(holdings);
    }
    if (takes.look()) {
      matrix = null;
    }
    List<String> present = takes.milli().isEmpty() ? List.of() : regions.takingPart(nowNanos);
    if (present.stream().noneMatch(takes.milli()::containsKey)) {
      return holdings;
    }
    Matrix filled = matrix;
    if (filled == null || !columns.equals(present)) {
      columns = present;
      filled = begin();
      matrix = filled;
    }
    LeaseParent charged = chargedBy == null ? regions : chargedBy;
    for (Counted each : counted.values()) {
      each.ask(columns, regions, demandMilli);
      each.charge(columns, charged, writtenOff);
    }
    List<Row> rows = counted.values().stream().map(Counted::row).toList();
    filled.fill(rows);
    for (int column = 0; column < columns.size(); column++) {
      pay(column, charged);
    }
    markLent();
    return holdings.stream().map(this::bound).toList();
  }

  private Holding bound(Holding holding) {
    Counted row = counted.get(holding.key());
    return row == null ? holding : row.bound(columns);
  }

  /** Operator intent has changed, or who asks. */
  private void learn(List<Holding> holdings) {
    known = holdings;
    matrix = null;
    counted.clear();
    others.clear();
    takes.learn();
    if (takes.milli().isEmpty()) {
      return;
    }
    for (Holding holding : holdings) {
      find(holding.key())
          .filter(Capacity::counts)
          .ifPresentOrElse(
              limit -> counted.put(holding.key(), new Counted(holding, limit)),
              () -> others.add(holding.key()));
    }
  }

  private Optional<Limit> find(LimitKey key) {
    return book.effectiveBudget(key.tenant()).map(Budget::limits).stream()
        .flatMap(List::stream)
        .filter(limit -> limit.name().equals(key.limit()))
        .findFirst();
  }

  private Matrix begin() {
    counted.values().forEach(each -> each.widen(columns.size()));
    return new Matrix(
        Weights.of(columns.stream().mapToLong(name -> book.region(name).weight()).toArray()),
        columns.stream()
            .mapToLong(name -> takes.milli().getOrDefault(name, Matrix.UNLIMITED))
            .toArray());
  }

  /** How far each limit may be raised in a region: to its share, if all raises can be paid. */
  private void pay(int column, LeaseParent regions) {
    String region = columns.get(column);
    Long capacity = takes.milli().get(region);
    if (capacity == null) {
      return;
    }
    Counted[] rows = counted.values().toArray(Counted[]::new);
    long free = capacity - uncounted(region, regions);
    long[] raises = new long[rows.length];
    long[] shares = new long[rows.length];
    long wanted = 0;
    for (int i = 0; i < rows.length; i++) {
      long share = rows[i].share(column);
      free -= rows[i].charged(column);
      raises[i] = Math.max(0, share - rows[i].charged(column));
      shares[i] = share < rows[i].charged(column) ? 0 : share;
      wanted += raises[i];
    }
    long spare = Math.max(0, free) - wanted;
    long[] paid = spare >= 0 ? raises : Apportionment.byLargestRemainder(Math.max(0, free), raises);
    long[] slack = Apportionment.byLargestRemainder(Math.max(0, spare), shares);
    for (int i = 0; i < rows.length; i++) {
      long had = Math.min(rows[i].share(column), rows[i].charged(column));
      rows[i].most(column, had + paid[i] + slack[i]);
    }
  }

  /** What a region is charged for of limits that are not given out any more. */
  private long uncounted(String region, LeaseParent regions) {
    return regions.charged().stream()
        .filter(key -> !counted.containsKey(key) && !others.contains(key))
        .mapToLong(key -> regions.charged(region, key).rateMilli())
        .sum();
  }

  /**
   * As long as a tenant has less than it is guaranteed in all, tenants that have more than their
   * own guarantee borrow it: those with the most more, as many as it takes to give it back.
   */
  private void markLent() {
    long missing = counted.values().stream().mapToLong(Counted::lends).sum();
    List<Counted> borrowers =
        missing == 0
            ? List.of()
            : counted.values().stream()
                .sorted(Comparator.comparingLong((Counted each) -> -each.borrows()))
                .toList();
    counted.values().forEach(each -> each.lent(false));
    for (Counted each : borrowers) {
      each.lent(missing > 0 && each.borrows() > 0);
      missing -= each.borrows();
    }
  }

  /** One limit as a row, and what it may have in each region. */
  private static final class Counted {
    private final Holding holding;
    private final Limit limit;
    private Row row = new Row(0, new long[0]);
    private long[] demand = {};
    private long[] minimum = {};
    private long[] guaranteed = {};
    private long[] reserved = {};
    private long[] ceiling = {};
    private long[] charged = {};
    private long[] most = {};
    private boolean lent;

    Counted(Holding holding, Limit limit) {
      this.holding = holding;
      this.limit = limit;
    }

    Row row() {
      return row;
    }

    void widen(int width) {
      demand = new long[width];
      minimum = new long[width];
      guaranteed = new long[width];
      reserved = new long[width];
      ceiling = new long[width];
      charged = new long[width];
      most = new long[width];
      row =
          new Row(0, demand)
              .minimum(minimum)
              .guaranteed(guaranteed, reserved)
              .ceiling(ceiling)
              .standing(
                  limit.weight(),
                  limit.perSecondMilli(limit.guaranteed()),
                  limit.perSecondMilli(limit.reserved()));
    }

    /** Reads what the regions ask for. */
    void ask(
        List<String> columns, LeaseParent regions, ToLongBiFunction<String, LimitKey> demandMilli) {
      LimitKey key = holding.key();
      long floor = regions.floor(holding).rateMilli();
      for (int i = 0; i < columns.size(); i++) {
        String region = columns.get(i);
        ClaimTerms terms = holding.terms().apply(region);
        demand[i] = Math.min(Row.MOST, demandMilli.applyAsLong(region, key));
        minimum[i] = Math.max(floor, regions.chargedFloor(region, key).rateMilli());
        guaranteed[i] = terms.guaranteedMilli();
        reserved[i] = terms.reservedMilli();
        ceiling[i] = Math.min(Row.MOST, terms.ceilingMilli());
      }
    }

    /** Reads what they are charged for. */
    void charge(List<String> columns, LeaseParent regions, Function<LimitKey, Share> writtenOff) {
      LimitKey key = holding.key();
      long absent = regions.outstanding(key).rateMilli();
      for (int i = 0; i < columns.size(); i++) {
        charged[i] = regions.charged(columns.get(i), key).rateMilli();
        absent -= charged[i];
      }
      Arrays.fill(most, Long.MAX_VALUE);
      long all = holding.lease().plus(writtenOff.apply(key)).rateMilli();
      row.total(Math.max(0, all - Math.max(0, absent)));
    }

    long share(int column) {
      return row.share()[column];
    }

    long charged(int column) {
      return charged[column];
    }

    void most(int column, long milli) {
      most[column] = milli;
    }

    void lent(boolean whether) {
      lent = whether;
    }

    /** How much less than its guarantee it has. */
    long lends() {
      return Math.max(0, limit.perSecondMilli(limit.guaranteed()) - given());
    }

    /** How much more. */
    long borrows() {
      return Math.max(0, given() - limit.perSecondMilli(limit.guaranteed()));
    }

    private long given() {
      return Arrays.stream(row.share()).sum();
    }

    Holding bound(List<String> columns) {
      SortedMap<String, ClaimTerms> terms = new TreeMap<>();
      for (int i = 0; i < most.length; i++) {
        ClaimTerms own = holding.terms().apply(columns.get(i));
        boolean limited = most[i] < Long.MAX_VALUE;
        terms.put(columns.get(i), own.within(most[i], limited && lent));
      }
      return holding.on(
          region -> {
            ClaimTerms bound = terms.get(region);
            return bound == null ? holding.terms().apply(region) : bound;
          });
    }
  }
}
