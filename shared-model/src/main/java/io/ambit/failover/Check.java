package io.ambit.failover;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.SafetyRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Holds a proposal against the safety rules, by the load it would lead to. Every rule is looked at,
 * so that whoever asks hears all there is against it. Pure.
 */
public final class Check {
  private final SafetyRules rules;
  private final FailoverPolicy policy;
  private final Situation now;
  private final Proposal proposal;
  private final List<Finding> findings = new ArrayList<>();

  private Check(SafetyRules rules, FailoverPolicy policy, Situation now, Proposal proposal) {
    this.rules = rules;
    this.policy = policy;
    this.now = now;
    this.proposal = proposal;
  }

  /** All there is to say, in the order of the rules. */
  public static List<Finding> findings(
      SafetyRules rules, FailoverPolicy policy, Situation now, Proposal proposal) {
    Check check = new Check(rules, policy, now, proposal);
    check.run();
    check.findings.sort(Comparator.comparing(Finding::rule));
    return List.copyOf(check.findings);
  }

  /** Whether nothing stands in the way. */
  public static boolean passes(List<Finding> findings) {
    return findings.stream().noneMatch(Finding::blocks);
  }

  private void run() {
    if (now.region(proposal.region()).isEmpty()) {
      block(Finding.Rule.KNOWN_REGION, "there is no region '%s'".formatted(proposal.region()));
      return;
    }
    boolean drains = proposal.kind() != Proposal.Kind.RESTORE;
    changesSomething(drains);
    oneAtATime();
    pinned();
    if (drains) {
      SortedSet<String> lost = now.drainedWith(proposal.region());
      count(lost);
      capacity(lost);
      room(lost);
      fresh(lost);
    }
  }

  /** A drain may be hurried, and may be called back, but not asked for twice. */
  private void changesSomething(boolean drains) {
    boolean there = now.drained().contains(proposal.region());
    boolean hurries =
        proposal.kind() == Proposal.Kind.EVACUATE && now.moving().contains(proposal.region());
    if (drains == there && !hurries) {
      block(
          Finding.Rule.CHANGES_SOMETHING,
          "'%s' is %s".formatted(proposal.region(), there ? "drained already" : "not drained"));
    }
  }

  private void oneAtATime() {
    now.moving().stream()
        .filter(name -> !name.equals(proposal.region()))
        .forEach(
            name ->
                block(
                    Finding.Rule.ONE_AT_A_TIME,
                    "traffic of '%s' is on its way (expected: one region at a time)"
                        .formatted(name)));
  }

  private void pinned() {
    if (proposal.automatic() && now.pinned().contains(proposal.region())) {
      block(
          Finding.Rule.PINNED,
          "a person has put '%s' where it is, and only a person changes that"
              .formatted(proposal.region()));
    }
  }

  private void count(SortedSet<String> lost) {
    DrainBounds.count(rules, lost).ifPresent(findings::add);
  }

  private void capacity(SortedSet<String> lost) {
    SortedMap<String, Long> declared = new TreeMap<>();
    now.regions().forEach(each -> declared.put(each.name(), each.declaredPerSecond()));
    DrainBounds.capacity(rules, declared, lost).ifPresent(findings::add);
    now.regions().stream()
        .filter(each -> each.capacityPerSecond() == 0)
        .forEach(
            each ->
                warn(
                    Finding.Rule.KNOWN_CAPACITY,
                    "nobody declared what '%s' can take, so nothing is promised of it"
                        .formatted(each.name())));
  }

  private void room(SortedSet<String> lost) {
    boolean somebody =
        now.regions().stream().anyMatch(each -> !lost.contains(each.name()) && each.receives());
    if (!somebody) {
      block(Finding.Rule.ROOM, "no region would be left to receive anything");
      return;
    }
    Demand shed = Waterfall.pour(now.regions(), lost, policy).totalShed();
    if (shed.total() > 0) {
      boolean accepted = proposal.shedAccepted() || rules.shedAllowed();
      String what =
          "%d/s would be shed: %d critical_plus, %d critical, %d sheddable_plus, %d sheddable"
              .formatted(
                  shed.total(),
                  shed.criticalPlus(),
                  shed.critical(),
                  shed.sheddablePlus(),
                  shed.sheddable());
      findings.add(
          new Finding(
              Finding.Rule.ROOM,
              !accepted,
              accepted ? what : what + " (expected: none, or acceptShed)"));
    }
  }

  /** Of those that are to receive; the one that goes may well be silent. */
  private void fresh(SortedSet<String> lost) {
    for (RegionLoad region : now.regions()) {
      Long age = now.ageMillis().get(region.name());
      if (lost.contains(region.name()) || age != null && age <= rules.evidenceMillis()) {
        continue;
      }
      block(
          Finding.Rule.FRESH_EVIDENCE,
          "what is known of '%s' is %s (expected: at most %d ms old)"
              .formatted(
                  region.name(),
                  age == null ? "nothing" : age + " ms old",
                  rules.evidenceMillis()));
    }
  }

  private void block(Finding.Rule rule, String message) {
    findings.add(new Finding(rule, true, message));
  }

  private void warn(Finding.Rule rule, String message) {
    findings.add(new Finding(rule, false, message));
  }
}
