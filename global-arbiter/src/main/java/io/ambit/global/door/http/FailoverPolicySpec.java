package io.ambit.global.door.http;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.FailoverPolicy.Hold;
import io.ambit.model.FailoverPolicy.Homes;
import io.ambit.model.Names;
import io.ambit.model.SpillTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How traffic moves between regions, as operators write it; all of it may be left out. */
record FailoverPolicySpec(
    @Nullable Long capPercent,
    @Nullable Boolean automatic,
    @Nullable Long drainStepMillis,
    @Nullable Long failbackStepMillis,
    @Nullable HoldSpec hold,
    @Nullable SortedMap<String, @Nullable List<@Nullable List<@Nullable String>>> rings,
    @Nullable HomesSpec homes) {
  private static final int PARTS_PER_PERCENT = FailoverPolicy.WHOLE / 100;
  private static final long DAY_MILLIS = 86_400_000;

  /** Down fast, up slow. */
  record HoldSpec(
      @Nullable Long leastMillis,
      @Nullable Long mostMillis,
      @Nullable Long quietMillis,
      @Nullable Long mostPerHour) {
    static HoldSpec of(Hold hold) {
      return new HoldSpec(
          hold.leastMillis(), hold.mostMillis(), hold.quietMillis(), (long) hold.mostPerHour());
    }

    Hold read(Faults faults) {
      Hold unsaid = Hold.DEFAULT;
      List<Object> at = Steps.of("spec", "hold");
      long least =
          faults.number(
              Steps.to(at, "leastMillis"), leastMillis, unsaid.leastMillis(), 1_000, DAY_MILLIS);
      long most =
          faults.number(
              Steps.to(at, "mostMillis"),
              mostMillis,
              Math.max(least, unsaid.mostMillis()),
              least,
              DAY_MILLIS);
      long quiet =
          faults.number(
              Steps.to(at, "quietMillis"), quietMillis, unsaid.quietMillis(), 1_000, DAY_MILLIS);
      long perHour =
          faults.number(Steps.to(at, "mostPerHour"), mostPerHour, unsaid.mostPerHour(), 1, 100);
      return new Hold(least, most, quiet, (int) perHour);
    }
  }

  /** What becomes of write homes in a region that is lost. */
  record HomesSpec(
      @Nullable Boolean automatic,
      @Nullable Long leaseMillis,
      @Nullable List<@Nullable String> witnesses,
      @Nullable List<@Nullable String> pinned) {
    static HomesSpec of(Homes homes) {
      return new HomesSpec(
          homes.automatic(),
          homes.leaseMillis(),
          new ArrayList<>(homes.witnesses()),
          new ArrayList<>(homes.pinned()));
    }

    Homes read(Faults faults) {
      List<Object> at = Steps.of("spec", "homes");
      long lease =
          faults.number(
              Steps.to(at, "leaseMillis"),
              leaseMillis,
              Homes.DEFAULT.leaseMillis(),
              Homes.SHORTEST_LEASE_MILLIS,
              Homes.LONGEST_LEASE_MILLIS);
      SortedSet<String> voters =
          names(faults, Steps.to(at, "witnesses"), witnesses, Homes.MOST_WITNESSES);
      SortedSet<String> staying = names(faults, Steps.to(at, "pinned"), pinned, Homes.MOST_PINNED);
      return faults.none()
          ? new Homes(Boolean.TRUE.equals(automatic), lease, voters, staying)
          : Homes.DEFAULT;
    }

    private static SortedSet<String> names(
        Faults faults, List<Object> at, @Nullable List<@Nullable String> said, int most) {
      SortedSet<String> names = new TreeSet<>();
      if (said == null) {
        return names;
      }
      if (said.size() > most) {
        tooMany(faults, at, most);
        return names;
      }
      for (int i = 0; i < said.size(); i++) {
        names.add(faults.name(Steps.to(at, i), said.get(i)));
      }
      return names;
    }
  }

  static FailoverPolicySpec of(FailoverPolicy policy) {
    SortedMap<String, @Nullable List<@Nullable List<@Nullable String>>> rings = new TreeMap<>();
    policy
        .rings()
        .forEach(
            (source, order) -> {
              List<@Nullable List<@Nullable String>> copy = new ArrayList<>();
              order.forEach(ring -> copy.add(new ArrayList<>(ring)));
              rings.put(source, copy);
            });
    return new FailoverPolicySpec(
        (long) policy.capPerTenThousand() / PARTS_PER_PERCENT,
        policy.automatic(),
        policy.drainStepMillis(),
        policy.failbackStepMillis(),
        HoldSpec.of(policy.hold()),
        rings,
        HomesSpec.of(policy.homes()));
  }

  FailoverPolicy read(Faults faults) {
    FailoverPolicy unsaid = FailoverPolicy.DEFAULT;
    long cap =
        faults.number(
            Steps.of("spec", "capPercent"),
            capPercent,
            unsaid.capPerTenThousand() / PARTS_PER_PERCENT,
            1,
            100);
    long drainStep =
        faults.number(
            Steps.of("spec", "drainStepMillis"),
            drainStepMillis,
            unsaid.drainStepMillis(),
            0,
            FailoverPolicy.LONGEST_STEP_MILLIS);
    long failbackStep =
        faults.number(
            Steps.of("spec", "failbackStepMillis"),
            failbackStepMillis,
            unsaid.failbackStepMillis(),
            0,
            FailoverPolicy.LONGEST_STEP_MILLIS);
    Hold terms = hold == null ? unsaid.hold() : hold.read(faults);
    SortedMap<String, List<List<String>>> order = rings(faults);
    Homes lost = homes == null ? unsaid.homes() : homes.read(faults);
    faults.end();
    return new FailoverPolicy(
        (int) cap * PARTS_PER_PERCENT,
        Boolean.TRUE.equals(automatic),
        drainStep,
        failbackStep,
        terms,
        order,
        lost);
  }

  private SortedMap<String, List<List<String>>> rings(Faults faults) {
    SortedMap<String, List<List<String>>> read = new TreeMap<>();
    if (rings == null) {
      return read;
    }
    if (rings.size() > SpillTable.MOST_REGIONS) {
      tooMany(faults, Steps.of("spec", "rings"), SpillTable.MOST_REGIONS);
      return read;
    }
    rings.forEach(
        (source, order) -> {
          List<Object> at = Steps.of("spec", "rings", source);
          if (!Names.isValid(source)) {
            faults.note(at, "pattern", "expected: " + Names.PATTERN);
          }
          read.put(source, order(faults, at, order));
        });
    return read;
  }

  private static List<List<String>> order(
      Faults faults, List<Object> at, @Nullable List<@Nullable List<@Nullable String>> order) {
    List<List<String>> read = new ArrayList<>();
    if (order == null || order.size() > FailoverPolicy.MOST_RINGS) {
      tooMany(faults, at, FailoverPolicy.MOST_RINGS);
      return read;
    }
    for (int i = 0; i < order.size(); i++) {
      List<@Nullable String> ring = order.get(i);
      List<String> names = new ArrayList<>();
      if (ring == null || ring.size() > SpillTable.MOST_REGIONS) {
        tooMany(faults, Steps.to(at, i), SpillTable.MOST_REGIONS);
      } else {
        for (int j = 0; j < ring.size(); j++) {
          names.add(faults.name(Steps.to(at, i, j), ring.get(j)));
        }
      }
      read.add(names);
    }
    return read;
  }

  private static void tooMany(Faults faults, List<Object> at, int most) {
    faults.note(at, "too_large", "expected: an array of at most %d".formatted(most));
  }
}
