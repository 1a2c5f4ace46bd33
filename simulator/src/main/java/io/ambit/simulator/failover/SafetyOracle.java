package io.ambit.simulator.failover;

import io.ambit.failover.Finding;
import io.ambit.failover.Traffic;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import io.ambit.simulator.invariant.Violation;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the arbiter may decide, from the log as it was read and from what regions said. Asked
 * whenever the arbiter is about to write that a region is drained, or is not any more, and whenever
 * a region passes a table on or keeps it from its edges.
 */
final class SafetyOracle {
  private final SafetyRules rules;
  private final FailoverPolicy policy;
  private final SortedMap<String, RegionDeclaration> declared = new TreeMap<>();
  private final SortedSet<String> byPeople = new TreeSet<>();
  private final SortedMap<String, Traffic> told = new TreeMap<>();
  private final SortedMap<String, Long> toldMillis = new TreeMap<>();
  private final SortedMap<String, AdminState> pending = new TreeMap<>();
  private final SortedSet<String> declaredSince = new TreeSet<>();
  private SortedMap<String, Integer> away = new TreeMap<>();
  private SortedMap<String, Integer> relayed = new TreeMap<>();

  SafetyOracle(SafetyRules rules, FailoverPolicy policy) {
    this.rules = rules;
    this.policy = policy;
  }

  /** The log was read up to here. */
  void read(String region, RegionDeclaration now, boolean byPerson) {
    declared.put(region, now);
    declaredSince.add(region);
    pending.remove(region);
    if (byPerson) {
      byPeople.add(region);
    } else {
      byPeople.remove(region);
    }
  }

  void read(SortedMap<String, Integer> nowAway) {
    away = nowAway;
  }

  /** A region passes this on: only what was declared drained goes further, within the bounds. */
  void relayed(long nowMillis, SortedMap<String, Integer> next) {
    int arbiters = 0;
    long all = 0;
    long gone = 0;
    boolean arbitersGoFurther = false;
    for (String name : declared.keySet()) {
      int parts = next.getOrDefault(name, 0);
      boolean further = parts > relayed.getOrDefault(name, 0);
      boolean drained = declared(name).adminState() == AdminState.DRAINED;
      if (further && !drained && !declaredSince.contains(name)) {
        throw broken(nowMillis, "a table passes that sends '%s' away undeclared", name);
      }
      all += capacity(name);
      if (drained && parts > 0 && !byPeople.contains(name)) {
        arbiters++;
        gone += capacity(name);
        arbitersGoFurther |= further;
      }
    }
    boolean tooMuch =
        arbiters > rules.mostDrained()
            || gone * FailoverPolicy.WHOLE > all * rules.mostCapacityPerTenThousand();
    if (arbitersGoFurther && tooMuch) {
      throw broken(nowMillis, "a table passes that sends too much away: %s", next.toString());
    }
    relayed = next;
    declaredSince.clear();
  }

  /** A region keeps a table out that an arbiter wrote, which judged it by the same facts. */
  Violation kept(long nowMillis, List<Finding> findings) {
    return broken(nowMillis, "a good table is kept from edges: %s", findings.getFirst().message());
  }

  private RegionDeclaration declared(String name) {
    return declared.getOrDefault(name, RegionDeclaration.DEFAULT);
  }

  void heard(long nowMillis, Traffic traffic) {
    told.put(traffic.node(), traffic);
    toldMillis.put(traffic.node(), nowMillis);
  }

  /** A new leader knows nothing but the log. */
  void deposed() {
    pending.clear();
    told.clear();
    toldMillis.clear();
  }

  /** What is about to be written will not be. */
  void lost(String region) {
    pending.remove(region);
  }

  /**
   * The arbiter is about to write this.
   *
   * @param accepted whether the command takes what is shed into account
   */
  void decided(
      long nowMillis, String region, RegionDeclaration next, boolean byPerson, boolean accepted) {
    AdminState was = state(region);
    if (was == next.adminState()) {
      return;
    }
    boolean moves = was == AdminState.DRAINED || next.adminState() == AdminState.DRAINED;
    if (!byPerson && byPeople.contains(region) && was != AdminState.ACTIVE) {
      throw broken(nowMillis, "automation touches '%s', which a person has put there", region);
    }
    if (moves && otherMoves(region)) {
      throw broken(nowMillis, "'%s' moves while another region does", region);
    }
    if (next.adminState() == AdminState.DRAINED) {
      drained(nowMillis, region, accepted || !byPerson);
    }
    pending.put(region, next.adminState());
  }

  private void drained(long nowMillis, String region, boolean accepted) {
    SortedSet<String> gone = new TreeSet<>();
    gone.add(region);
    long all = 0;
    long lost = 0;
    for (String name : declared.keySet()) {
      if (state(name) == AdminState.DRAINED) {
        gone.add(name);
      }
    }
    for (String name : declared.keySet()) {
      all += capacity(name);
      lost += gone.contains(name) ? capacity(name) : 0;
      Long heard = toldMillis.get(name);
      if (!gone.contains(name) && (heard == null || nowMillis - heard > rules.evidenceMillis())) {
        throw broken(nowMillis, "'%s' is drained while a survivor was not heard", region);
      }
    }
    if (gone.size() > rules.mostDrained()) {
      throw broken(nowMillis, "'%s' is one drained too many", region);
    }
    if (lost * FailoverPolicy.WHOLE > all * rules.mostCapacityPerTenThousand()) {
      throw broken(nowMillis, "with '%s' too much capacity is drained", region);
    }
    if (!accepted && !rules.shedAllowed() && shortfall(gone) > 0) {
      throw broken(nowMillis, "'%s' is drained though its traffic finds no room", region);
    }
  }

  /** What is missing at least, wherever it is shed. */
  private long shortfall(SortedSet<String> gone) {
    long demand = 0;
    long room = 0;
    for (String name : declared.keySet()) {
      long own = told.getOrDefault(name, Traffic.none(name)).demand().total();
      long cap = capacity(name) * policy.capPerTenThousand() / FailoverPolicy.WHOLE;
      if (gone.contains(name)) {
        demand += own;
      } else if (state(name) == AdminState.ACTIVE) {
        room += Math.max(0, cap - own);
      }
    }
    return demand - room;
  }

  private boolean otherMoves(String region) {
    for (String name : declared.keySet()) {
      int gone = away.getOrDefault(name, 0);
      boolean moving =
          pending.containsKey(name)
              || (state(name) == AdminState.DRAINED ? gone < FailoverPolicy.WHOLE : gone > 0);
      if (moving && !name.equals(region)) {
        return true;
      }
    }
    return false;
  }

  private AdminState state(String region) {
    @Nullable RegionDeclaration known = declared.get(region);
    return known == null ? AdminState.ACTIVE : known.adminState();
  }

  private long capacity(String region) {
    @Nullable RegionDeclaration known = declared.get(region);
    return known == null ? 0 : known.capacityPerSecond();
  }

  private static Violation broken(long nowMillis, String what, String region) {
    return new Violation("SafetyRules", nowMillis * 1_000_000, what.formatted(region));
  }
}
