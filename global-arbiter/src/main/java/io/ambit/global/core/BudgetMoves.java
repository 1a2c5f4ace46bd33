package io.ambit.global.core;

import io.ambit.failover.Demand;
import io.ambit.lease.Durations;
import io.ambit.lease.Foresight;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.model.PolicyBook;
import io.ambit.model.SpillTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Budgets that follow traffic: when a spill table is read, demand is counted where that table sends
 * it, in the same step ({@link MovedDemand}), and shares are given out by that in the round right
 * after. What of it can be given at once is a matter of what is free; how far it has come is looked
 * at after each round, by the limits of the {@link BudgetForecast}. A successor begins with
 * nothing: until it leads, what was on its way has arrived. Not thread-safe; part of the core.
 */
final class BudgetMoves {
  /** Of what is to be raised, one part in so many may be missing: demand is never that exact. */
  private static final long CLOSE = 20;

  /** Longer than any lease and its grace unless somebody asked for more than that. */
  private static final long MOST_NANOS = Durations.ofMillis(60_000);

  private final PolicyBook book;
  private final Function<String, Demand> mix;
  private final ToLongFunction<String> provenPerSecond;
  private final MovedDemand moved = new MovedDemand();
  private @Nullable Following following;

  /** A region is to come to {@code toMilli} of a limit, and had {@code fromMilli}. */
  private record Raise(String region, BudgetShift limit, long fromMilli, long toMilli) {}

  private record Following(
      SortedSet<String> sources,
      long revision,
      long sinceNanos,
      long movedMilli,
      List<Raise> raises) {}

  /**
   * How far budgets have followed.
   *
   * @param sources whose traffic moves
   */
  record Progress(SortedSet<String> sources, BudgetFollow follow) {}

  /**
   * As {@code book} says it is to be.
   *
   * @param mix what users ask of a region, by priority
   * @param provenPerSecond see {@link Takes}
   */
  BudgetMoves(
      PolicyBook book, Function<String, Demand> mix, ToLongFunction<String> provenPerSecond) {
    this.book = book;
    this.mix = mix;
    this.provenPerSecond = provenPerSecond;
  }

  /** Demand as it is about to be. */
  Foresight foresight() {
    return moved;
  }

  /** A round is about to be held. */
  void at(long nowNanos) {
    moved.at(nowNanos);
  }

  /** What becomes of budgets if {@code next} follows {@code before}. */
  BudgetForecast forecast(
      long nowNanos,
      LeaseParent regions,
      List<Holding> holdings,
      SpillTable before,
      SpillTable next) {
    return BudgetForecast.of(
        nowNanos, book, regions, holdings, change(before, next), provenPerSecond);
  }

  private Departures change(SpillTable before, SpillTable next) {
    return Departures.of(before, mix).until(Departures.of(next, mix));
  }

  /** The table that was read just now, as {@code revision}, is in force in place of another. */
  void read(
      long nowNanos,
      LeaseParent regions,
      List<Holding> holdings,
      SpillTable before,
      long revision) {
    Departures change = change(before, book.spillTable());
    if (change.returns()) {
      // What was on its way is called back.
      following = null;
      moved.forget();
    }
    Departures more = change.more();
    if (more.isNone()) {
      return;
    }
    BudgetForecast forecast =
        BudgetForecast.of(nowNanos, book, regions, holdings, more, provenPerSecond);
    List<Raise> raises = new ArrayList<>();
    for (BudgetShift limit : forecast.limits()) {
      limit
          .afterMilli()
          .forEach(
              (region, to) -> {
                long from = regions.given(region, limit.key()).rateMilli();
                if (to > from) {
                  raises.add(new Raise(region, limit, from, to));
                }
              });
    }
    if (forecast.movedMilli() > 0) {
      following =
          new Following(
              more.sources(), revision, nowNanos, forecast.movedMilli(), List.copyOf(raises));
    }
    moved.move(
        nowNanos,
        more,
        holdings.stream().map(Holding::key).toList(),
        Departed.of(nowNanos, regions));
  }

  /** How far it is after a round; empty if nothing is under way. */
  Optional<Progress> look(long nowNanos, LeaseParent regions) {
    Following now = following;
    if (now == null) {
      return Optional.empty();
    }
    long wanted = 0;
    long missing = 0;
    for (Raise raise : now.raises()) {
      long given = regions.given(raise.region(), raise.limit().key()).rateMilli();
      wanted += raise.toMilli() - raise.fromMilli();
      missing += Math.max(0, raise.toMilli() - given);
    }
    boolean followed = missing * CLOSE <= wanted;
    long afterNanos = nowNanos - now.sinceNanos();
    boolean over = followed || afterNanos > MOST_NANOS;
    following = over ? null : now;
    return Optional.of(
        new Progress(
            now.sources(),
            new BudgetFollow(
                now.revision(),
                now.movedMilli(),
                missing,
                phase(followed, over),
                Durations.toMillis(afterNanos))));
  }

  private static BudgetFollow.Phase phase(boolean followed, boolean over) {
    if (followed) {
      return BudgetFollow.Phase.FOLLOWED;
    }
    return over ? BudgetFollow.Phase.GIVEN_UP : BudgetFollow.Phase.FOLLOWING;
  }
}
