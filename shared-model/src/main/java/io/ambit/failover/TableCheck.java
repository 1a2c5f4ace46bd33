package io.ambit.failover;

import io.ambit.failover.Finding.Rule;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a spill table against the safety rules once more, where it is about to be passed on: by
 * what operators declared, and by the table that is in force. The rules are of what a table
 * <em>changes</em>: what is away by the table in force is not held against the next. What an
 * operator declared drained is no matter of the bounds.
 *
 * <ul>
 *   <li>A region that is not declared drained goes no further away than it is.
 *   <li>Of what nobody but the arbiter drained, no more than the safety rules allow goes away.
 *   <li>No row sends to a region that is lost by that row, or does not take others' traffic.
 * </ul>
 *
 * <p>A table is worked out before it is written, so it is not held against what was declared only
 * after the table in force: the arbiter may not have known. Demand and what regions have proven are
 * the arbiter's knowledge, so whether receivers are filled beyond the cap is its matter alone.
 * Parts that are no parts of a whole are no {@link SpillTable} to begin with. Pure.
 */
public final class TableCheck {
  private final PolicyBook book;
  private final SpillTable table;
  private final @Nullable PolicyRecord inForce;
  private final SpillTable before;
  private final List<Finding> findings = new ArrayList<>();

  private TableCheck(PolicyBook book, SpillTable table, @Nullable PolicyRecord inForce) {
    this.book = book;
    this.table = table;
    this.inForce = inForce;
    this.before =
        inForce != null && inForce.spec() instanceof SpillTable spec ? spec : SpillTable.EMPTY;
  }

  /**
   * All that stands against {@code table}, in the order of the rules; empty if it may be passed on.
   *
   * @param book declarations and safety rules as they are known here
   * @param inForce the table that was passed on last; null before the first
   */
  public static List<Finding> findings(
      PolicyBook book, SpillTable table, @Nullable PolicyRecord inForce) {
    TableCheck check = new TableCheck(book, table, inForce);
    check.run();
    check.findings.sort(Comparator.comparing(Finding::rule));
    return List.copyOf(check.findings);
  }

  private void run() {
    SortedSet<String> further = further();
    bounds(further);
    further.forEach(this::declared);
    table.rows().forEach(this::receivers);
  }

  /** Who is sent further away than by the table in force. */
  private SortedSet<String> further() {
    SortedSet<String> further = new TreeSet<>();
    table
        .away()
        .forEach(
            (name, parts) -> {
              if (parts > before.away().getOrDefault(name, 0)) {
                further.add(name);
              }
            });
    return further;
  }

  private void bounds(SortedSet<String> further) {
    SortedSet<String> taken = new TreeSet<>();
    table
        .away()
        .forEach(
            (name, parts) -> {
              boolean isOut = isDrained(name) || further.contains(name);
              if (parts > 0 && isOut && !isDrainedByAPerson(name)) {
                taken.add(name);
              }
            });
    if (taken.stream().anyMatch(further::contains)) {
      DrainBounds.count(book.safetyRules(), taken).ifPresent(findings::add);
      DrainBounds.capacity(book.safetyRules(), capacities(), taken).ifPresent(findings::add);
    }
  }

  private SortedMap<String, Long> capacities() {
    SortedMap<String, Long> capacities = new TreeMap<>();
    for (PolicyRecord record : book.live(PolicyKey.Kind.REGION)) {
      String name = record.key().name();
      capacities.put(name, book.region(name).capacityPerSecond());
    }
    return capacities;
  }

  /** A region may be on its way back from where nobody here has seen it. */
  private void declared(String name) {
    if (!isDrained(name) && isKnownSince(name)) {
      block(
          Rule.PINNED,
          "'%s' is not declared drained, and would go from %d to %d of ten thousand"
              .formatted(
                  name,
                  before.away().getOrDefault(name, 0),
                  Objects.requireNonNull(table.away().get(name))));
    }
  }

  private void receivers(SpillRow row) {
    SortedSet<String> receivers = new TreeSet<>();
    row.spreads().values().stream().map(Spread::receivers).forEach(receivers::addAll);
    for (String name : receivers) {
      RegionDeclaration region = book.region(name);
      boolean takesNothing = region.adminState() != AdminState.ACTIVE && isKnownSince(name);
      if (row.lost().contains(name) || takesNothing) {
        block(
            Rule.RECEIVERS,
            "with %s lost, '%s' would receive, which takes nothing"
                .formatted(String.join(", ", row.lost()), name));
        return;
      }
    }
  }

  private boolean isDrained(String name) {
    return book.region(name).adminState() == AdminState.DRAINED;
  }

  private boolean isDrainedByAPerson(String name) {
    return isDrained(name)
        && book.live(PolicyKey.region(name)).filter(record -> !record.isArbiters()).isPresent();
  }

  /** Whether a region was what it is declared to be before the table in force was written. */
  private boolean isKnownSince(String name) {
    Optional<PolicyRecord> newest = book.newest(PolicyKey.region(name));
    return inForce != null
        && newest.filter(record -> record.revision() > inForce.revision()).isEmpty();
  }

  private void block(Rule rule, String message) {
    findings.add(new Finding(rule, true, message));
  }
}
