package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.lease.Durations;
import io.ambit.model.Alignment;
import io.ambit.model.Lending;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.model.RegionBounds;
import io.ambit.model.Words;
import io.ambit.runtime.Topic;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One limit as operators write it. */
record LimitSpec(
    @Nullable String name,
    @Nullable String unit,
    @Nullable Long quota,
    @Nullable Long windowSeconds,
    @Nullable String alignment,
    @Nullable Long burst,
    @Nullable Long guaranteed,
    @Nullable Long ceiling,
    @Nullable Long weight,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long borrowingLimit,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long lendingLimit,
    @Nullable SortedMap<String, @Nullable RegionSpec> regions) {
  /** What one region is guaranteed and may have at most, and what it borrows and lends. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RegionSpec(
      @Nullable Long guaranteed,
      @Nullable Long ceiling,
      @Nullable Long borrowingLimit,
      @Nullable Long lendingLimit) {

    static RegionSpec of(RegionBounds bounds) {
      return new RegionSpec(
          bounds.guaranteed(),
          bounds.ceiling(),
          said(bounds.lending().borrowingLimit()),
          said(bounds.lending().lendingLimit()));
    }
  }

  static LimitSpec of(Limit limit) {
    SortedMap<String, @Nullable RegionSpec> regions = new TreeMap<>();
    limit.regions().forEach((region, bounds) -> regions.put(region, RegionSpec.of(bounds)));
    return new LimitSpec(
        limit.name(),
        limit.unit(),
        limit.quota(),
        limit.windowSeconds(),
        Words.of(limit.alignment()),
        limit.burst(),
        limit.guaranteed(),
        limit.ceiling(),
        limit.weight(),
        said(limit.lending().borrowingLimit()),
        said(limit.lending().lendingLimit()),
        regions);
  }

  /** What is not limited is not said. */
  private static @Nullable Long said(long limit) {
    return limit < Lending.UNLIMITED ? limit : null;
  }

  /** Borrowing and lending of whom {@code assured} is guaranteed. */
  private static Lending lending(
      Faults faults,
      List<Object> at,
      @Nullable Long borrowingLimit,
      @Nullable Long lendingLimit,
      long assured) {
    long most = Lending.UNLIMITED;
    long borrows =
        faults.number(
            Steps.to(at, "borrowingLimit"), borrowingLimit, most, assured == 0 ? 1 : 0, most);
    long lends =
        lendingLimit == null
            ? most
            : faults.number(Steps.to(at, "lendingLimit"), lendingLimit, 0, 0, assured);
    return new Lending(borrows, lends);
  }

  /** The limit this says; empty if anything is wrong with it, which is then noted. */
  Optional<Limit> read(Faults faults, List<Object> at) {
    Faults own = new Faults();
    Limit limit = limit(own, at);
    if (limit != null) {
      return Optional.of(limit);
    }
    faults.addAll(own);
    return Optional.empty();
  }

  private @Nullable Limit limit(Faults faults, List<Object> at) {
    String named = faults.name(Steps.to(at, "name"), name);
    String counted = unit == null ? Limit.REQUESTS : faults.name(Steps.to(at, "unit"), unit);
    long most = faults.required(Steps.to(at, "quota"), quota, 1, Limit.MAX_UNITS);
    long window =
        faults.number(Steps.to(at, "windowSeconds"), windowSeconds, 1, 1, Limit.MAX_WINDOW_SECONDS);
    Alignment windows =
        faults.word(Steps.to(at, "alignment"), Alignment.class, alignment, Alignment.NONE);
    requireCalendar(windows, window, faults, at);
    long atOnce =
        faults.number(
            Steps.to(at, "burst"), burst, Limit.defaultBurst(most, window), 1, Limit.MAX_UNITS);
    long assured = faults.number(Steps.to(at, "guaranteed"), guaranteed, 0, 0, most);
    long top = faults.number(Steps.to(at, "ceiling"), ceiling, most, Math.max(1, assured), most);
    long counts = faults.number(Steps.to(at, "weight"), weight, 1, 1, Limit.MAX_WEIGHT);
    Lending lending = lending(faults, at, borrowingLimit, lendingLimit, assured);
    SortedMap<String, RegionBounds> bounds = bounds(faults, Steps.to(at, "regions"), most, top);
    if (!faults.none()) {
      return null;
    }
    Limit limit =
        new Limit(
            named, counted, most, window, atOnce, assured, top, counts, bounds, windows, lending);
    return isTooSlow(limit, faults, at) ? null : limit;
  }

  private static void requireCalendar(
      Alignment windows, long window, Faults faults, List<Object> at) {
    if (windows == Alignment.CALENDAR && !Limit.isOfTheCalendar(window)) {
      faults.note(
          Steps.to(at, "windowSeconds"),
          "out_of_range",
          "%d (expected with calendar alignment: 3600, 86400, 604800, or 2678400 for a month)"
              .formatted(window));
    }
  }

  /** A rate below a thousandth of a unit per second would admit nobody, ever. */
  private static boolean isTooSlow(Limit limit, Faults faults, List<Object> at) {
    if (limit.isPeriodic() || Durations.derated(limit.rateMilli()) > 0) {
      return false;
    }
    long least = (2 * limit.windowSeconds() + Limit.MILLI - 1) / Limit.MILLI;
    faults.note(
        Steps.to(at, "quota"),
        "out_of_range",
        "%d per %d s (expected: at least %d)"
            .formatted(limit.quota(), limit.windowSeconds(), least));
    return true;
  }

  private SortedMap<String, RegionBounds> bounds(
      Faults faults, List<Object> at, long most, long top) {
    SortedMap<String, RegionBounds> read = new TreeMap<>();
    if (regions == null) {
      return read;
    }
    faults.number(at, (long) regions.size(), 0, 0, Limit.MAX_REGIONS);
    regions.forEach((region, spec) -> put(read, region, spec, faults, Steps.to(at, region), top));
    long assured = read.values().stream().mapToLong(RegionBounds::guaranteed).sum();
    if (assured > most) {
      faults.note(
          at,
          "out_of_range",
          "guaranteed sums to %d (expected: at most %d)".formatted(assured, most));
    }
    return read;
  }

  private static void put(
      SortedMap<String, RegionBounds> read,
      String region,
      @Nullable RegionSpec spec,
      Faults faults,
      List<Object> at,
      long top) {
    if (!Names.isValid(region) || region.equals(Topic.GLOBAL)) {
      faults.note(at, "pattern", "expected: a region's name, %s".formatted(Names.PATTERN));
      return;
    }
    if (spec == null) {
      faults.note(at, "required", "expected: an object");
      return;
    }
    long assured = faults.number(Steps.to(at, "guaranteed"), spec.guaranteed(), 0, 0, top);
    long least = Math.max(1, assured);
    long ceiling = faults.number(Steps.to(at, "ceiling"), spec.ceiling(), top, least, top);
    Lending lending = lending(faults, at, spec.borrowingLimit(), spec.lendingLimit(), assured);
    read.put(region, new RegionBounds(assured, Math.max(least, ceiling), lending));
  }
}
