package io.ambit.simulator.failover;

import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.Proposal;
import io.ambit.failover.Traffic;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Command;
import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.lease.Boot;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillTable;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One interleaving: operators drain, evacuate, restore, plan and change capacities, regions tell of
 * loads and losses or fall silent, automation does what it does, appends land late or never, and
 * leaders change. All of it from one seed, on the arbiter's real core. A region's real core reads
 * along, and is told some tables in the end that no arbiter wrote.
 */
final class SafetyExplorer {
  private static final String[] REGIONS = {"ap", "eu", "uk", "us"};

  /** Tables that no arbiter wrote. */
  private static final int FORGED = 3;

  private final SplittableRandom random;
  private final Tally tally;
  private final SafetyOracle oracle;
  private final FailoverPolicy policy;
  private final SafetyRules rules;
  private final List<PolicyRecord> log = new ArrayList<>();
  private final List<ArbiterEffect.Append> asked = new ArrayList<>();
  private final SortedMap<Long, Proposal> commands = new TreeMap<>();
  private final SortedSet<String> sick = new TreeSet<>();
  private final RegionCore region = new RegionCore(REGIONS[0], Boot.of(1, 1));
  private ArbiterCore core = new ArbiterCore();
  private long nowMillis = 1_000;
  private long lastCommand;
  private boolean accepting;
  private boolean forging;

  /** What many interleavings came to. */
  static final class Tally {
    long interleavings;
    long taken;
    long automatic;
    long blocked;
    long outdated;
    long leaders;
    long passed;
    long forged;
    long forgedPassed;
    final SortedMap<Finding.Rule, Long> byRule = new TreeMap<>();
  }

  private SafetyExplorer(long seed, SafetyRules judgedBy, Tally tally) {
    this.random = new SplittableRandom(seed);
    this.tally = tally;
    this.rules =
        new SafetyRules(
            random.nextInt(1, 3), random.nextInt(3, 8) * 1_000, random.nextInt(5) == 0, 2_000);
    this.policy =
        new FailoverPolicy(
            8_500,
            random.nextBoolean(),
            random.nextInt(3) * 250L,
            random.nextInt(3) * 250L,
            new FailoverPolicy.Hold(1_000, 8_000, 4_000, random.nextInt(1, 4)),
            new TreeMap<>(),
            FailoverPolicy.Homes.DEFAULT);
    this.oracle = new SafetyOracle(judgedBy.equals(SafetyRules.DEFAULT) ? rules : judgedBy, policy);
  }

  /** Plays one; throws a violation if a rule is broken. Its own rules are drawn from the seed. */
  static void play(long seed, int steps, Tally tally) {
    play(seed, steps, SafetyRules.DEFAULT, tally);
  }

  /** The same, judged by other rules than the core knows: for showing that the oracle bites. */
  static void play(long seed, int steps, SafetyRules judgedBy, Tally tally) {
    SafetyExplorer each = new SafetyExplorer(seed, judgedBy, tally);
    each.begin();
    for (int i = 0; i < steps; i++) {
      each.step();
    }
    each.forge();
    tally.interleavings++;
  }

  private void begin() {
    relay(new RegionInput.ReplayDone());
    relay(new RegionInput.TermBegun());
    relay(new RegionInput.IntentReplayed(1));
    write(PolicyKey.FAILOVER_POLICY, policy);
    write(PolicyKey.SAFETY_RULES, rules);
    for (String region : REGIONS) {
      write(
          PolicyKey.region(region),
          new RegionDeclaration(random.nextInt(5, 20) * 100L, 1, AdminState.ACTIVE));
    }
    lead();
    for (String region : REGIONS) {
      tell(region, true);
    }
    pass(3_500);
  }

  /** What was in the log before. */
  private void write(PolicyKey key, PolicySpec spec) {
    log.add(new PolicyRecord(key, log.size() + 1L, 1, spec, 1, 1, "olga", "begin"));
  }

  private void lead() {
    core = new ArbiterCore();
    asked.clear();
    oracle.deposed();
    for (PolicyRecord record : List.copyOf(log)) {
      read(record);
    }
    give(new ArbiterInput.ReplayDone());
    give(new ArbiterInput.CaughtUp(nowNanos()));
  }

  /** The region reads this; returns how many tables it passed on. */
  private int relay(RegionInput input) {
    int passed = 0;
    for (RegionEffect effect : region.step(nowNanos(), input)) {
      if (effect instanceof RegionEffect.Relay relay
          && relay.record().spec() instanceof SpillTable table) {
        oracle.relayed(nowMillis, table.away());
        passed++;
      } else if (effect instanceof RegionEffect.RefuseTable refuse && !forging) {
        throw oracle.kept(nowMillis, refuse.table().findings());
      }
    }
    return passed;
  }

  /** An arbiter out of its senses sends regions away that nobody declared drained. */
  private void forge() {
    forging = true;
    for (int i = 1; i <= FORGED; i++) {
      SortedMap<String, Integer> away = new TreeMap<>();
      for (String name : REGIONS) {
        if (random.nextBoolean()) {
          away.put(name, random.nextInt(10_001));
        }
      }
      PolicyRecord record =
          new PolicyRecord(
              PolicyKey.SPILL_TABLE,
              log.size() + i,
              1,
              new SpillTable(away, List.of()),
              1,
              1,
              PolicyRecord.ARBITER,
              "forged");
      tally.forged++;
      tally.forgedPassed += relay(new RegionInput.PolicyRead(record));
    }
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0, 1 -> command();
      case 2 -> sicken();
      case 3, 4 -> land();
      case 5 -> fail();
      case 6 -> declare();
      case 7 -> {
        if (random.nextInt(8) == 0) {
          tally.leaders++;
          lead();
        }
      }
      case 8 -> pass(random.nextInt(1, 5) * 250L);
      default -> {
        tellAll();
        pass(500);
      }
    }
  }

  /** A region is lost, and one day well again. */
  private void sicken() {
    String region = REGIONS[random.nextInt(REGIONS.length)];
    if (!sick.remove(region) && sick.isEmpty()) {
      sick.add(region);
    }
    tell(region, !sick.contains(region));
  }

  private void tellAll() {
    for (String region : REGIONS) {
      if (random.nextInt(6) > 0) {
        tell(region, !sick.contains(region));
      }
    }
  }

  private void tell(String region, boolean well) {
    Demand demand = Demand.of(10, random.nextInt(600), random.nextInt(200), random.nextInt(200));
    Traffic traffic =
        well
            ? new Traffic(region, demand, 0, 100, 0, 2, 2)
            : new Traffic(region, demand, 0, 10, 90, 0, 2);
    oracle.heard(nowMillis, traffic);
    give(new ArbiterInput.TrafficTold(traffic));
  }

  private void command() {
    Proposal.Kind[] kinds = Proposal.Kind.values();
    Proposal proposal =
        new Proposal(
            kinds[random.nextInt(kinds.length)],
            REGIONS[random.nextInt(REGIONS.length)],
            false,
            random.nextInt(3) == 0);
    long basis =
        random.nextInt(3) == 0
            ? core.plan(nowNanos(), proposal).revision() - random.nextInt(2)
            : -1;
    long id = ++lastCommand;
    commands.put(id, proposal);
    accepting = proposal.shedAccepted();
    want(id, PolicyKey.region(proposal.region()), new Change.Shift(proposal, basis));
    accepting = false;
  }

  /** An operator changes what a region can take, or keeps others' traffic out of it. */
  private void declare() {
    String region = REGIONS[random.nextInt(REGIONS.length)];
    RegionDeclaration now = core.policy().region(region);
    AdminState state =
        now.adminState() == AdminState.DRAINED
            ? AdminState.DRAINED
            : random.nextInt(4) == 0 ? AdminState.CORDONED : AdminState.ACTIVE;
    RegionDeclaration next = new RegionDeclaration(random.nextInt(5, 20) * 100L, 1, state);
    want(++lastCommand, PolicyKey.region(region), new Change.Put(next));
  }

  private void want(long id, PolicyKey key, Change change) {
    Precondition current =
        core.policy()
            .live(key)
            .<Precondition>map(
                record -> new Precondition.AtRevision(new TreeSet<>(List.of(record.revision()))))
            .orElseGet(Precondition.Absent::new);
    give(
        new ArbiterInput.Requested(
            new Command(id, key, change, current, false, "olga", "because", nowMillis)));
  }

  private void pass(long millis) {
    for (long passed = 0; passed < millis; passed += 250) {
      nowMillis += 250;
      give(new ArbiterInput.CaughtUp(nowNanos()));
      give(new ArbiterInput.Tick(nowMillis));
      if (random.nextBoolean()) {
        land();
      }
    }
  }

  /** The oldest append is stored and read back. */
  private void land() {
    if (!asked.isEmpty()) {
      ArbiterEffect.Append append = asked.removeFirst();
      PolicyRecord stored = append.record().at(log.size() + 1L);
      log.add(stored);
      read(stored);
      give(new ArbiterInput.AppendSettled(append.id(), true));
    }
  }

  /** The oldest append fails; it may be stored all the same. */
  private void fail() {
    if (asked.isEmpty()) {
      return;
    }
    ArbiterEffect.Append append = asked.removeFirst();
    give(new ArbiterInput.AppendSettled(append.id(), false));
    if (random.nextBoolean()) {
      PolicyRecord stored = append.record().at(log.size() + 1L);
      log.add(stored);
      read(stored);
    } else if (append.record().key().kind() == PolicyKey.Kind.REGION) {
      nowMillis += 250;
      give(new ArbiterInput.CaughtUp(nowNanos()));
      oracle.lost(append.record().key().name());
    }
  }

  private void read(PolicyRecord record) {
    if (record.spec() instanceof RegionDeclaration region) {
      oracle.read(record.key().name(), region, !record.isArbiters());
    } else if (record.spec() instanceof SpillTable table) {
      oracle.read(table.away());
    }
    tally.passed += relay(new RegionInput.PolicyRead(record));
    give(new ArbiterInput.PolicyRead(record));
  }

  private void give(ArbiterInput input) {
    for (ArbiterEffect effect : core.step(nowNanos(), input)) {
      switch (effect) {
        case ArbiterEffect.Append append -> asked(append);
        case ArbiterEffect.Answer answer -> answered(answer.commandId(), answer.reply());
        default -> {}
      }
    }
  }

  private void asked(ArbiterEffect.Append append) {
    asked.add(append);
    PolicyRecord record = append.record();
    if (record.spec() instanceof RegionDeclaration next) {
      boolean byPerson = !record.isArbiters();
      boolean drains = next.adminState() == AdminState.DRAINED;
      tally.taken += byPerson && drains ? 1 : 0;
      tally.automatic += byPerson ? 0 : 1;
      oracle.decided(nowMillis, record.key().name(), next, byPerson, accepting);
    }
  }

  private void answered(long command, Reply reply) {
    if (commands.remove(command) != null && reply instanceof Reply.Blocked blocked) {
      tally.blocked++;
      tally.outdated += blocked.outdated() ? 1 : 0;
      blocked.now().findings().stream()
          .filter(Finding::blocks)
          .forEach(finding -> tally.byRule.merge(finding.rule(), 1L, Long::sum));
    }
  }

  private long nowNanos() {
    return nowMillis * 1_000_000;
  }
}
