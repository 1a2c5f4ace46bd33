package io.ambit.wire;

import io.ambit.failover.Demand;
import io.ambit.failover.Reachability;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.FailoverPolicy.Hold;
import io.ambit.model.FailoverPolicy.Homes;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import io.ambit.wire.v1.V1;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How traffic moves between regions. In spill tables, regions are named once and numbered. */
final class FailoverCodec {
  private static final int PRIORITIES = 4;

  private FailoverCodec() {}

  static V1.FailoverPolicySpec write(FailoverPolicy policy) {
    V1.FailoverPolicySpec.Builder written =
        V1.FailoverPolicySpec.newBuilder()
            .setCapPerTenThousand(policy.capPerTenThousand())
            .setAutomatic(policy.automatic())
            .setDrainStepMillis(policy.drainStepMillis())
            .setFailbackStepMillis(policy.failbackStepMillis())
            .setHoldMillis(policy.hold().leastMillis())
            .setLongestHoldMillis(policy.hold().mostMillis())
            .setQuietMillis(policy.hold().quietMillis())
            .setMostPerHour(policy.hold().mostPerHour());
    policy.rings().forEach((source, order) -> written.addRings(rings(source, order)));
    if (!policy.homes().equals(Homes.DEFAULT)) {
      written.setHomes(write(policy.homes()));
    }
    return written.build();
  }

  private static V1.HomesSpec write(Homes homes) {
    return V1.HomesSpec.newBuilder()
        .setAutomatic(homes.automatic())
        .setLeaseMillis(homes.leaseMillis())
        .addAllWitnesses(homes.witnesses())
        .addAllPinned(homes.pinned())
        .build();
  }

  private static Homes read(V1.HomesSpec homes) {
    return new Homes(
        homes.getAutomatic(),
        homes.getLeaseMillis(),
        new TreeSet<>(
            Lists.read("witnesses", homes.getWitnessesList(), Homes.MOST_WITNESSES, name -> name)),
        new TreeSet<>(
            Lists.read("pinned", homes.getPinnedList(), Homes.MOST_PINNED, name -> name)));
  }

  private static V1.Rings rings(String source, List<List<String>> order) {
    V1.Rings.Builder written = V1.Rings.newBuilder().setSource(source);
    order.forEach(ring -> written.addRings(V1.Ring.newBuilder().addAllRegions(ring)));
    return written.build();
  }

  static FailoverPolicy read(V1.FailoverPolicySpec policy) {
    SortedMap<String, List<List<String>>> rings = new TreeMap<>();
    Lists.read("rings", policy.getRingsList(), SpillTable.MOST_REGIONS, each -> each)
        .forEach(each -> rings.put(each.getSource(), order(each)));
    return new FailoverPolicy(
        policy.getCapPerTenThousand(),
        policy.getAutomatic(),
        policy.getDrainStepMillis(),
        policy.getFailbackStepMillis(),
        new Hold(
            policy.getHoldMillis(),
            policy.getLongestHoldMillis(),
            policy.getQuietMillis(),
            policy.getMostPerHour()),
        rings,
        policy.hasHomes() ? read(policy.getHomes()) : Homes.DEFAULT);
  }

  private static List<List<String>> order(V1.Rings rings) {
    return Lists.read(
        "rings",
        rings.getRingsList(),
        FailoverPolicy.MOST_RINGS,
        ring -> Lists.read("ring", ring.getRegionsList(), SpillTable.MOST_REGIONS, name -> name));
  }

  static V1.SafetyRulesSpec write(SafetyRules rules) {
    return V1.SafetyRulesSpec.newBuilder()
        .setMostDrained(rules.mostDrained())
        .setMostCapacityPerTenThousand(rules.mostCapacityPerTenThousand())
        .setShedAllowed(rules.shedAllowed())
        .setEvidenceMillis(rules.evidenceMillis())
        .build();
  }

  static SafetyRules read(V1.SafetyRulesSpec rules) {
    return new SafetyRules(
        rules.getMostDrained(),
        rules.getMostCapacityPerTenThousand(),
        rules.getShedAllowed(),
        rules.getEvidenceMillis());
  }

  static V1.SpillTableSpec write(SpillTable table) {
    List<String> names = names(table);
    V1.SpillTableSpec.Builder written = V1.SpillTableSpec.newBuilder().addAllRegions(names);
    table.away().forEach((name, parts) -> written.addDrained(names.indexOf(name)).addAway(parts));
    table.rows().forEach(row -> written.addRows(write(row, names)));
    return written.build();
  }

  private static List<String> names(SpillTable table) {
    SortedSet<String> names = new TreeSet<>(table.away().keySet());
    for (SpillRow row : table.rows()) {
      names.addAll(row.lost());
      names.addAll(row.yields().keySet());
      row.spreads().values().forEach(spread -> names.addAll(spread.receivers()));
    }
    return List.copyOf(names);
  }

  private static V1.SpillRow write(SpillRow row, List<String> names) {
    V1.SpillRow.Builder written = V1.SpillRow.newBuilder();
    row.lost().forEach(name -> written.addLost(names.indexOf(name)));
    row.spreads()
        .forEach(
            (source, spread) -> {
              V1.Spread.Builder each = V1.Spread.newBuilder().setSource(names.indexOf(source));
              spread.receivers().forEach(name -> each.addReceivers(names.indexOf(name)));
              spread.parts().forEach(each::addAllParts);
              written.addSpreads(each);
            });
    row.yields()
        .forEach(
            (region, parts) ->
                written.addYields(
                    V1.Yield.newBuilder().setRegion(names.indexOf(region)).addAllParts(parts)));
    return written.build();
  }

  static SpillTable read(V1.SpillTableSpec table) {
    List<String> names =
        Lists.read("regions", table.getRegionsList(), SpillTable.MOST_REGIONS, name -> name);
    SortedMap<String, Integer> away = new TreeMap<>();
    requireSame("away", table.getAwayCount(), table.getDrainedCount());
    for (int i = 0; i < table.getDrainedCount(); i++) {
      away.put(name(names, table.getDrained(i)), table.getAway(i));
    }
    return new SpillTable(
        away,
        Lists.read("rows", table.getRowsList(), SpillTable.MOST_ROWS, row -> row(row, names)));
  }

  private static SpillRow row(V1.SpillRow row, List<String> names) {
    SortedSet<String> lost = new TreeSet<>();
    row.getLostList().forEach(index -> lost.add(name(names, index)));
    SortedMap<String, Spread> spreads = new TreeMap<>();
    row.getSpreadsList()
        .forEach(each -> spreads.put(name(names, each.getSource()), spread(each, names)));
    SortedMap<String, List<Integer>> yields = new TreeMap<>();
    row.getYieldsList()
        .forEach(each -> yields.put(name(names, each.getRegion()), each.getPartsList()));
    return new SpillRow(lost, spreads, yields);
  }

  private static Spread spread(V1.Spread spread, List<String> names) {
    List<String> receivers =
        Lists.read(
            "receivers",
            spread.getReceiversList(),
            SpillTable.MOST_REGIONS,
            index -> name(names, index));
    requireSame("parts", spread.getPartsCount(), PRIORITIES * receivers.size());
    List<List<Integer>> parts = new ArrayList<>();
    for (int priority = 0; priority < PRIORITIES; priority++) {
      int from = priority * receivers.size();
      parts.add(spread.getPartsList().subList(from, from + receivers.size()));
    }
    return new Spread(receivers, parts);
  }

  private static String name(List<String> names, int index) {
    if (index < 0 || index >= names.size()) {
      throw new IllegalArgumentException(
          "regions: %d (expected: 0 to %d)".formatted(index, names.size() - 1));
    }
    return names.get(index);
  }

  private static void requireSame(String field, int count, int expected) {
    if (count != expected) {
      throw new IllegalArgumentException("%s: %d (expected: %d)".formatted(field, count, expected));
    }
  }

  static V1.Reachability write(Reachability reach) {
    V1.Reachability.Builder written = V1.Reachability.newBuilder().setNode(reach.node());
    reach
        .silentMillis()
        .forEach(
            (region, millis) ->
                written.addRegions(
                    V1.Reached.newBuilder().setRegion(region).setSilentMillis(millis)));
    return written.build();
  }

  static Reachability read(V1.Reachability reach) {
    SortedMap<String, Long> silent = new TreeMap<>();
    Lists.read("regions", reach.getRegionsList(), SpillTable.MOST_REGIONS, each -> each)
        .forEach(each -> silent.put(each.getRegion(), each.getSilentMillis()));
    return new Reachability(reach.getNode(), silent);
  }

  static V1.Traffic write(Traffic traffic) {
    Demand demand = traffic.demand();
    TableRefusal refusal = traffic.refusal();
    return V1.Traffic.newBuilder()
        .setRefusedTable(refusal == null ? 0 : refusal.revision())
        .setRefusedWhy(refusal == null ? "" : refusal.why())
        .setNode(traffic.node())
        .setCriticalPlus(demand.criticalPlus())
        .setCritical(demand.critical())
        .setSheddablePlus(demand.sheddablePlus())
        .setSheddable(demand.sheddable())
        .setProvenPerSecond(traffic.provenPerSecond())
        .setSucceeded(traffic.succeeded())
        .setFailed(traffic.failed())
        .setBackendsWell(traffic.backendsWell())
        .setBackends(traffic.backends())
        .build();
  }

  static Traffic read(V1.Traffic traffic) {
    return new Traffic(
        traffic.getNode(),
        new Demand(
            traffic.getCriticalPlus(),
            traffic.getCritical(),
            traffic.getSheddablePlus(),
            traffic.getSheddable()),
        traffic.getProvenPerSecond(),
        traffic.getSucceeded(),
        traffic.getFailed(),
        traffic.getBackendsWell(),
        traffic.getBackends(),
        traffic.getRefusedTable() == 0
            ? null
            : new TableRefusal(traffic.getRefusedTable(), traffic.getRefusedWhy()));
  }
}
