package io.ambit.failover;

import io.ambit.allocation.Apportionment;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Priority;
import io.ambit.model.SpillRow;
import io.ambit.model.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pours the traffic of lost regions over the others. Priority by priority, most important first:
 * every region serves its own users, then each lost region's requests fill the regions of its first
 * ring in proportion to the room they have, then those of the next. Nobody is filled beyond the
 * cap, a part of its capacity. What finds no room goes to regions whose capacity nobody knows, by
 * weight; if there is none, requests of the others' own users make room, least important first, and
 * what matters least of all is shed. So what is shed is what is missing and no more, and nothing is
 * shed while something that matters less is served where it could have gone.
 *
 * <p>A region that is above the cap on its own receives only in place of its own less important
 * requests. Whole numbers; the same input gives the same answer. Not thread-safe, used once.
 */
public final class Waterfall {
  private static final int PRIORITIES = Priority.values().length;

  private final List<RegionLoad> regions;
  private final SortedSet<String> lost;
  private final FailoverPolicy policy;
  private final boolean[] isLost;

  /** Who may receive, by source and ring. */
  private final int[][][] receivers;

  private final long[] room;
  private final long[][] squeezed;

  /** By source, priority and receiver. */
  private final long[][][] sent;

  /** The same for requests there are none of now, as parts that sum to no more than the room. */
  private final long[][][] nominal;

  private Waterfall(List<RegionLoad> given, SortedSet<String> lost, FailoverPolicy policy) {
    this.regions = given.stream().sorted(Comparator.comparing(RegionLoad::name)).toList();
    this.lost = lost;
    this.policy = policy;
    int count = regions.size();
    this.isLost = new boolean[count];
    this.room = new long[count];
    this.squeezed = new long[count][PRIORITIES];
    this.sent = new long[count][PRIORITIES][count];
    this.nominal = new long[count][PRIORITIES][count];
    for (int i = 0; i < count; i++) {
      isLost[i] = lost.contains(regions.get(i).name());
      room[i] = capped(regions.get(i), policy);
    }
    this.receivers = new int[count][][];
    for (int i = 0; i < count; i++) {
      receivers[i] = isLost[i] ? order(regions.get(i).name()) : new int[0][];
    }
  }

  /**
   * Pours.
   *
   * @param regions all there are, each once
   * @param lost who takes nothing, its own traffic included; at least one
   */
  public static Spill pour(
      List<RegionLoad> regions, SortedSet<String> lost, FailoverPolicy policy) {
    return new Waterfall(regions, lost, policy).pour();
  }

  /** What a region is filled to at most; 0 if its capacity is not known. */
  static long capped(RegionLoad region, FailoverPolicy policy) {
    return region.capacityPerSecond() * policy.capPerTenThousand() / FailoverPolicy.WHOLE;
  }

  private Spill pour() {
    for (int priority = 0; priority < PRIORITIES; priority++) {
      serveOwn(priority);
      long[] left = demands(priority);
      int rings = rings();
      for (int ring = 0; ring < rings; ring++) {
        fill(priority, ring, PRIORITIES, left);
      }
      for (int ring = 0; ring < rings; ring++) {
        fillUnknown(priority, ring, left);
      }
      for (int victim = PRIORITIES - 1; victim > priority; victim--) {
        for (int ring = 0; ring < rings; ring++) {
          fill(priority, ring, victim, left);
        }
      }
      name(priority);
    }
    return result();
  }

  private void serveOwn(int priority) {
    for (int i = 0; i < room.length; i++) {
      if (!isLost[i]) {
        long own = own(i, priority);
        long served = Math.min(own, room[i]);
        squeezed[i][priority] = isUnknown(i) ? 0 : own - served;
        room[i] -= served;
      }
    }
  }

  private long[] demands(int priority) {
    long[] left = new long[room.length];
    Arrays.setAll(left, i -> isLost[i] ? own(i, priority) : 0);
    return left;
  }

  /**
   * In each round a source is done or a receiver is full, so it ends.
   *
   * @param victim of the receivers' own, what matters as much as this or less makes room
   */
  private void fill(int priority, int ring, int victim, long[] left) {
    boolean poured = true;
    while (poured && sum(left) > 0) {
      poured = false;
      long[][] asked = new long[room.length][room.length];
      for (int source = 0; source < left.length; source++) {
        if (left[source] > 0) {
          long[] open = openings(source, ring, priority, victim);
          asked[source] = Apportionment.byLargestRemainder(left[source], open);
        }
      }
      for (int to = 0; to < room.length; to++) {
        poured |= take(priority, to, opening(to, priority, victim), asked, left);
      }
    }
  }

  /** What was asked of one receiver, or what it has open in the proportions it was asked in. */
  private boolean take(int priority, int to, long open, long[][] asked, long[] left) {
    long[] wanted = new long[left.length];
    Arrays.setAll(wanted, source -> asked[source][to]);
    long total = Arrays.stream(wanted).sum();
    if (total == 0) {
      return false;
    }
    long[] given = total <= open ? wanted : Apportionment.byLargestRemainder(open, wanted);
    for (int source = 0; source < left.length; source++) {
      long part = Math.min(given[source], left[source]);
      sent[source][priority][to] += part;
      left[source] -= part;
      room[to] -= part;
    }
    return true;
  }

  private void fillUnknown(int priority, int ring, long[] left) {
    for (int source = 0; source < left.length; source++) {
      if (left[source] > 0) {
        long[] parts = Apportionment.byLargestRemainder(left[source], unknownWeights(source, ring));
        for (int to = 0; to < parts.length; to++) {
          sent[source][priority][to] += parts[to];
          left[source] -= parts[to];
        }
      }
    }
  }

  /** Says where requests would go that there are none of yet: where there is room now. */
  private void name(int priority) {
    int rings = rings();
    for (int source = 0; source < room.length; source++) {
      if (isLost[source] && own(source, priority) == 0) {
        long[] parts = new long[room.length];
        for (int ring = 0; ring < rings && sum(parts) == 0; ring++) {
          parts = openings(source, ring, priority, PRIORITIES);
        }
        for (int ring = 0; ring < rings && sum(parts) == 0; ring++) {
          parts = unknownWeights(source, ring);
        }
        for (int ring = 0; ring < rings && sum(parts) == 0; ring++) {
          parts = openings(source, ring, priority, priority + 1);
        }
        nominal[source][priority] = parts;
      }
    }
  }

  /** How much room each region of a ring has beside its own that matters more than the victim. */
  private long[] openings(int source, int ring, int priority, int victim) {
    long[] open = new long[room.length];
    for (int to : ring(source, ring)) {
      open[to] = opening(to, priority, victim);
    }
    return open;
  }

  private long opening(int region, int priority, int victim) {
    long kept = 0;
    for (int p = priority + 1; p < victim; p++) {
      kept += own(region, p);
    }
    return Math.max(0, room[region] - kept);
  }

  private long[] unknownWeights(int source, int ring) {
    long[] weights = new long[room.length];
    for (int to : ring(source, ring)) {
      weights[to] = isUnknown(to) ? regions.get(to).weight() : 0;
    }
    return weights;
  }

  /** Who may receive, in the ring of that number. */
  private int[] ring(int source, int number) {
    return number < receivers[source].length ? receivers[source][number] : new int[0];
  }

  /** Each ring of a source, as it is declared or of all others. */
  private int[][] order(String source) {
    List<List<String>> order = policy.rings().get(source);
    return order == null
        ? new int[][] {members(null)}
        : order.stream().map(this::members).toArray(int[][]::new);
  }

  private int[] members(@Nullable List<String> named) {
    return IntStream.range(0, room.length)
        .filter(i -> !isLost[i] && regions.get(i).receives())
        .filter(i -> named == null || named.contains(regions.get(i).name()))
        .toArray();
  }

  private int rings() {
    return policy.rings().values().stream().mapToInt(List::size).reduce(1, Math::max);
  }

  private boolean isUnknown(int region) {
    return regions.get(region).capacityPerSecond() == 0;
  }

  private long own(int region, int priority) {
    return regions.get(region).demand().of(Priority.values()[priority]);
  }

  private Spill result() {
    SortedMap<String, Spread> spreads = new TreeMap<>();
    SortedMap<String, List<Integer>> yields = new TreeMap<>();
    SortedMap<String, Demand> shed = new TreeMap<>();
    SortedMap<String, Demand> after = new TreeMap<>();
    for (int i = 0; i < room.length; i++) {
      String name = regions.get(i).name();
      long[] away = isLost[i] ? unplaced(i) : yielded(i);
      shed.put(name, Demand.of(away));
      if (isLost[i]) {
        spreads.put(name, spread(i));
      } else {
        after.put(name, Demand.of(served(i, away)));
        if (sum(away) > 0) {
          yields.put(name, yields(i, away));
        }
      }
    }
    return new Spill(new SpillRow(lost, spreads, yields), shed, after);
  }

  private long[] unplaced(int source) {
    long[] left = new long[PRIORITIES];
    Arrays.setAll(left, p -> own(source, p) - sum(sent[source][p]));
    return left;
  }

  /** What makes room for others: never more than they bring, least important first. */
  private long[] yielded(int region) {
    long brought = 0;
    for (int p = 0; p < PRIORITIES; p++) {
      brought += received(region, p);
    }
    long[] away = new long[PRIORITIES];
    for (int p = PRIORITIES - 1; p >= 0; p--) {
      away[p] = Math.min(squeezed[region][p], brought);
      brought -= away[p];
    }
    return away;
  }

  private long[] served(int region, long[] away) {
    long[] served = new long[PRIORITIES];
    Arrays.setAll(served, p -> own(region, p) - away[p] + received(region, p));
    return served;
  }

  private long received(int region, int priority) {
    long sum = 0;
    for (long[][] source : sent) {
      sum += source[priority][region];
    }
    return sum;
  }

  private List<Integer> yields(int region, long[] away) {
    return IntStream.range(0, PRIORITIES)
        .mapToObj(p -> away[p] == 0 ? 0 : partsUp(away[p], own(region, p)))
        .toList();
  }

  private Spread spread(int source) {
    int[] to =
        IntStream.range(0, room.length)
            .filter(r -> IntStream.range(0, PRIORITIES).anyMatch(p -> gets(source, p, r) > 0))
            .toArray();
    List<List<Integer>> parts = new ArrayList<>();
    for (int p = 0; p < PRIORITIES; p++) {
      int priority = p;
      parts.add(
          parts(source, p, IntStream.of(to).mapToLong(r -> gets(source, priority, r)).toArray()));
    }
    return new Spread(IntStream.of(to).mapToObj(r -> regions.get(r).name()).toList(), parts);
  }

  private long gets(int source, int priority, int receiver) {
    return own(source, priority) == 0
        ? nominal[source][priority][receiver]
        : sent[source][priority][receiver];
  }

  private List<Integer> parts(int source, int priority, long[] amounts) {
    long own = own(source, priority);
    long missing = own == 0 ? 0 : own - sum(amounts);
    int shed = missing == 0 ? 0 : partsUp(missing, own);
    return Arrays.stream(
            Apportionment.byLargestRemainder((long) FailoverPolicy.WHOLE - shed, amounts))
        .mapToObj(part -> (int) part)
        .toList();
  }

  /** Parts of ten thousand, rounded up: rather a little more is shed than somebody overfilled. */
  private static int partsUp(long part, long whole) {
    return (int) ((part * FailoverPolicy.WHOLE + whole - 1) / whole);
  }

  private static long sum(long[] amounts) {
    return Arrays.stream(amounts).sum();
  }
}
