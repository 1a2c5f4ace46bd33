package io.ambit.simulator.example;

import static io.ambit.simulator.example.Family.BOOT;
import static io.ambit.simulator.example.Family.KEY;
import static io.ambit.simulator.example.Family.MILLI;
import static io.ambit.simulator.example.Family.SECOND;
import static io.ambit.simulator.example.Family.boot;

import io.ambit.edge.admission.Gate;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.Snapshot;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Command;
import io.ambit.global.core.Precondition;
import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLeases;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.Term;
import io.ambit.lease.Vows;
import io.ambit.lease.Witness;
import io.ambit.lease.Witnesses;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.simulator.search.Schedule;
import io.ambit.simulator.search.SmallScope;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule, told by the shortest story in which it matters. Each holds; without its rule it fails.
 */
public enum Example {
  /** A parent that forgets 100 while a grant of 40 is all it knows to be applied would lend 60. */
  WHAT_IS_ON_RECORD_STAYS_CHARGED_UNTIL_THE_RECORD_SAYS_LESS {
    @Override
    boolean holds() {
      Family family = shrunk(LeaseTimes.EDGE, Share.NONE);
      return family.charged("a").covers(Family.WHOLE.min(new Share(900_000, 0)));
    }
  },
  /** It once knew of the third grant; that it knows of the second says nothing of the first. */
  WHO_ONCE_KNEW_MORE_SPEAKS_FOR_ITS_PAST_NO_MORE {
    @Override
    boolean holds() {
      Share used = new Share(700_000, 0);
      Family family = shrunk(LeaseTimes.REGION, used);
      Stamp second = family.last("a");
      family.round();
      family.sleep(2 * SECOND);
      family.report("a", BOOT, second, 0, used, false, 0);
      family.round();
      family.report("a", BOOT, family.last("a"), 0, used, false, 0);
      family.report("a", BOOT, second);
      family.round();
      return family.charged("a").covers(used);
    }
  },
  /** The boot that leaves never had what another boot of the same node was given. */
  WHO_LEAVES_GIVES_BACK_ONLY_ITS_OWN {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.EDGE);
      family.report("a", BOOT, Stamp.NONE);
      family.round();
      Stamp first = family.last("a");
      family.sleep(100 * MILLI);
      family.report("a", boot(2), Stamp.NONE);
      family.round();
      Share others = family.lease("a");
      family.report("a", BOOT, first, 0, Share.NONE, true, 0);
      family.round();
      return !others.isNone() && family.charged("a").covers(others);
    }
  },
  /** A region's former owner does not know what its successor's edges use. */
  A_DEPOSED_OWNER_IS_NOT_BELIEVED {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.REGION);
      family.report("a", BOOT, Stamp.NONE, 0, Share.NONE, false, 1);
      family.round();
      family.sleep(100 * MILLI);
      family.report("a", boot(2), Stamp.NONE, 0, Share.NONE, false, 2);
      family.round();
      Share used = family.lease("a");
      family.holds(new Share(100_000, 20_000));
      family.sleep(4 * SECOND);
      family.report("a", BOOT, Stamp.NONE, 0, Share.NONE, false, 1);
      family.round();
      family.report("a", BOOT, family.last("a"), 0, Share.NONE, false, 1);
      family.round();
      return !used.isNone() && family.charged("a").covers(used);
    }
  },
  /** Whoever takes over from the parent finds one record, made out to an owner that is none. */
  A_RECORD_TELLS_OF_THE_LATEST_OWNER {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.REGION);
      family.report("a", BOOT, Stamp.NONE, 0, Share.NONE, false, 2);
      family.round();
      family.sleep(4 * SECOND);
      family.report("a", boot(2), Stamp.NONE, 0, Share.NONE, false, 1);
      family.round();
      return family.record("a").ownerEpoch() == 2;
    }
  },
  /** Two owners under one epoch: nobody could tell which of them knows what is in use. */
  AN_OWNER_THAT_GAVE_NOTHING_LEAVES_ITS_EPOCH {
    @Override
    boolean holds() {
      RegionCore core = new RegionCore("eu", BOOT);
      core.step(0, new RegionInput.TermRead(new Term("eu", 7)));
      return core.step(0, new RegionInput.ReplayDone()).contains(new RegionEffect.Lead(8));
    }
  },
  /** Its successor would take the same epoch, and be told apart from it no more. */
  AN_OWNER_SPEAKS_ONLY_ONCE_ITS_EPOCH_IS_WRITTEN {
    @Override
    boolean holds() {
      RegionCore core = new RegionCore("eu", BOOT);
      core.step(0, new RegionInput.ReplayDone());
      return core.step(SECOND, new RegionInput.Tick()).stream()
          .noneMatch(RegionEffect.SendReport.class::isInstance);
    }
  },
  /** A child may use its lease through its grace, so it is charged as long. */
  GRACE_IS_CHARGED {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.EDGE);
      family.report("a", BOOT, Stamp.NONE);
      family.round();
      Share lease = family.lease("a");
      family.sleep(5 * SECOND);
      family.round();
      return family.charged("a").covers(lease) && !lease.isNone();
    }
  },
  /** Floors last for ever: a newcomer's is cut from what the others' leave. */
  FLOORS_TOGETHER_ARE_NO_MORE_THAN_THE_FLOOR {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.EDGE);
      family.report("a", BOOT, Stamp.NONE);
      family.report("b", BOOT, Stamp.NONE);
      family.round();
      boolean given = !family.parent().outstandingFloor(KEY).isNone();
      // Their leases have ended; their floors have not.
      family.sleep(20 * SECOND);
      family.report("c", BOOT, Stamp.NONE);
      family.round();
      return given && Family.FLOOR.covers(family.parent().outstandingFloor(KEY));
    }
  },
  /** Were demand what was let through, who is refused would never be given more. */
  DEMAND_COUNTS_WHAT_WAS_REFUSED {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.EDGE);
      for (int i = 0; i < 30; i++) {
        family.report("a", BOOT, Stamp.NONE);
        family.sleep(100 * MILLI);
      }
      return family.parent().demandMilli("a", KEY) > 500_000;
    }
  },
  /** What is credited to a full pool is more than the depth that children leave. */
  A_POOL_AND_ITS_CHILDREN_HAVE_NO_MORE_THAN_THE_DEPTH {
    @Override
    boolean holds() {
      Family family = withPool();
      Stamp known = family.last("a");
      family.report("a", BOOT, known, family.charged("a").depthMilli(), Share.NONE, false, 0);
      return tokens(family) <= Family.WHOLE.depthMilli();
    }
  },
  /** Tokens that may still arrive take up depth as if they had. */
  WHAT_IS_ON_ITS_WAY_TAKES_UP_DEPTH {
    @Override
    boolean holds() {
      Family family = withPool();
      Stamp known = family.last("a");
      boolean within = true;
      for (int i = 1; i <= 10; i++) {
        family.sleep(50 * MILLI);
        family.report("a", BOOT, known, i * 20_000L, Share.NONE, false, 0);
        within &= tokens(family) + family.filledMilli("a") <= Family.WHOLE.depthMilli();
        family.round();
      }
      return within && family.filledMilli("a") > 0;
    }
  },
  /** A bucket that fills up again while what it gave back is used elsewhere has both. */
  WHAT_WAS_GIVEN_BACK_TAKES_UP_DEPTH_UNTIL_IT_IS_TAKEN_IN {
    @Override
    boolean holds() {
      Share lease = new Share(100_000, 100_000);
      LeaseGrant grant =
          new LeaseGrant(KEY, lease, Share.NONE, 60_000, 60_000, 0, 0, true, Ladder.HOLD);
      EdgeCore core = new EdgeCore("a", BOOT);
      Gate gate = new Gate();
      publish(gate, 0, core.step(0, new EdgeInput.Resumed(Snapshot.empty())));
      core.step(MILLI, new EdgeInput.PolicyRead(budget()));
      core.step(MILLI, new EdgeInput.PolicyComplete());
      publish(gate, MILLI, core.step(MILLI, new EdgeInput.Tick(List.of(), List.of())));
      Grants grants = new Grants("a", new Stamp(1, 1), BOOT, 0, List.of(grant));
      publish(gate, MILLI, core.step(MILLI, new EdgeInput.GrantsRead(grants)));
      long returned = gate.readUsage(5 * SECOND).stream().mapToLong(Usage::returnedMilli).sum();
      long left =
          gate.preview("acme", 20 * SECOND).limits().stream()
              .mapToLong(bucket -> bucket.remaining(20 * SECOND) * Limit.MILLI)
              .sum();
      return returned > 0 && left > 0 && returned + left <= lease.depthMilli();
    }
  },
  /** Another boot's bucket was emptied when it ended: nothing came back from it. */
  ANOTHER_BOOT_RETURNS_NOTHING {
    @Override
    boolean holds() {
      Family family = new Family(LeaseTimes.EDGE);
      family.report("a", BOOT, Stamp.NONE);
      family.round();
      Stamp known = family.last("a");
      family.report("a", BOOT, known);
      family.report("a", boot(2), known, 5_000, Share.NONE, false, 0);
      return family.parent().pooledMilli(KEY) == 0;
    }
  },
  /** What {@code safe(k)} adds is charged, or it could be given twice. */
  WHAT_IS_BEYOND_THE_LIMIT_IS_CHARGED {
    @Override
    boolean holds() {
      Share beyond = new Share(500_000, 50_000);
      Family family = new Family(LeaseTimes.EDGE);
      family.declares(new Ladder(ControlLoss.Mode.SAFE, beyond, Rung.LEASE));
      family.report("a", BOOT, Stamp.NONE);
      family.round();
      return !family.parent().beyond(KEY).isNone();
    }
  },
  /** It answers a question that another boot asked, on another clock. */
  AN_ANSWER_TO_ANOTHER_BOOT_IS_IGNORED {
    @Override
    boolean holds() {
      HeldLeases held = new HeldLeases("a", BOOT);
      return !held.apply(SECOND, given(boot(2), new Stamp(1, 1)));
    }
  },
  /** Both clocks wrong by 0.1 %, the wrong way: the child still stops first. */
  THE_CHILD_STOPS_BEFORE_THE_PARENT_STOPS_CHARGING {
    @Override
    boolean holds() {
      boolean first = true;
      for (long nanos : new long[] {3 * SECOND, 10 * SECOND, 165 * SECOND}) {
        long held = Durations.held(nanos) * 1_001 / 1_000;
        long charged = Durations.charged(nanos) * 999 / 1_000;
        first &= held <= charged;
      }
      return first;
    }
  },
  /** Half of the witnesses could free what the other half keeps. */
  WHO_KEEPS_AND_WHO_FREES_HAVE_A_WITNESS_IN_COMMON {
    @Override
    boolean holds() {
      boolean common = true;
      for (int i = 1; i <= 9; i++) {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i").subList(0, i);
        Witnesses witnesses = new Witnesses(names);
        common &= witnesses.toKeep() + witnesses.toFree() > i;
      }
      return common;
    }
  },
  /** Who heard the parent a second ago has testified to it. */
  NOBODY_VOWS_WHO_HEARD_THE_PARENT {
    @Override
    boolean holds() {
      Witness witness = new Witness(0);
      witness.heard(100 * SECOND, new Stamp(1, 1));
      return !witness.mayVow(101 * SECOND);
    }
  },
  /** The vow says that nothing is testified to meanwhile. */
  NOBODY_TESTIFIES_WHILE_A_VOW_BINDS {
    @Override
    boolean holds() {
      Witness witness = testifying();
      boolean before = !witness.testimony(20 * SECOND).equals(Stamp.NONE);
      witness.vow(26 * SECOND);
      return before && witness.testimony(27 * SECOND).equals(Stamp.NONE);
    }
  },
  /** Several may take themselves for the node; only its owner can write. */
  NOBODY_TESTIFIES_TO_WHAT_IS_NOT_WRITTEN {
    @Override
    boolean holds() {
      Witness witness = new Witness(0);
      witness.heard(20 * SECOND, new Stamp(1, 1));
      return witness.testimony(20 * SECOND).equals(Stamp.NONE);
    }
  },
  /** Its predecessor may have vowed a moment ago. */
  A_NEW_OWNER_BEGINS_BOUND {
    @Override
    boolean holds() {
      Witness witness = new Witness(0);
      witness.heard(SECOND, new Stamp(1, 1));
      witness.written(new Stamp(1, 1));
      return witness.testimony(SECOND).equals(Stamp.NONE);
    }
  },
  /** On the slowest clock here and the fastest there, who was promised a vow stops first. */
  A_VOW_IS_OVER_WHERE_IT_WAS_HEARD_BEFORE_IT_IS_WHERE_IT_WAS_MADE {
    @Override
    boolean holds() {
      Vows vows = new Vows("a");
      vows.follow(0, new Witnesses(List.of("a")));
      vows.vowed(SECOND, "a", 0, Witness.VOW_MILLIS);
      Witness witness = new Witness(0);
      long bound = Durations.ofMillis(Witness.VOW_MILLIS);
      long heard = vows.untilNanos() * 1_001 / 1_000;
      return heard <= bound && witness.isBound(heard);
    }
  },
  /** The parent may have freed the lease while nobody was bound. */
  A_LEASE_IS_NOT_KEPT_ACROSS_A_GAP {
    @Override
    boolean holds() {
      HeldLeases held = new HeldLeases("a", BOOT);
      held.apply(SECOND, given(BOOT, new Stamp(1, 1)));
      held.keep(19 * SECOND, 30 * SECOND);
      return held.find(KEY).orElseThrow().remainingNanos(20 * SECOND) == 0;
    }
  },
  /** Not yet in the log, the vow is unknown to whoever owns the region next. */
  A_VOW_IS_ANSWERED_ONLY_ONCE_IT_IS_WRITTEN {
    @Override
    boolean holds() {
      RegionCore core = new RegionCore("eu", BOOT);
      core.step(0, new RegionInput.ReplayDone());
      List<RegionEffect> effects = core.step(6 * SECOND, new RegionInput.VowAsked(7, "us"));
      return effects.stream().anyMatch(RegionEffect.Swear.class::isInstance)
          && effects.stream().noneMatch(RegionEffect.AnswerVow.class::isInstance);
    }
  },
  /** The older write that was under way says nothing of the newer one. */
  WHO_LEAVES_WAITS_FOR_ITS_DISK_TO_FORGET {
    @Override
    boolean holds() {
      EdgeCore core = new EdgeCore("a", BOOT);
      core.step(0, new EdgeInput.Resumed(Snapshot.empty()));
      List<EdgeEffect> held =
          core.step(10 * MILLI, new EdgeInput.GrantsRead(given(BOOT, new Stamp(1, 1))));
      Snapshot underWay = persisted(held);
      core.step(20 * MILLI, new EdgeInput.Stopping());
      return core.step(
              30 * MILLI, new EdgeInput.Persisted(underWay.stamp(), underWay.durableVersion()))
          .isEmpty();
    }
  },
  /** Two changes that rest on the same version: the second would undo the first unseen. */
  ONE_CHANGE_IS_UNDER_WAY_AT_A_TIME {
    @Override
    boolean holds() {
      ArbiterCore core = new ArbiterCore();
      core.step(0, new ArbiterInput.ReplayDone());
      core.step(MILLI, new ArbiterInput.CaughtUp(0));
      return appends(core, 1) + appends(core, 2) == 1;
    }
  },
  /** Its predecessor wakes up and writes just while the successor takes over. */
  AN_OWNER_KNOWS_ALL_THAT_ITS_PREDECESSORS_WROTE {
    @Override
    boolean holds() {
      boolean holds = true;
      for (int millis = 3_004; millis <= 3_018; millis += 2) {
        String asleep = "edges-change-places/pause:region-r1-1:2000:" + millis;
        holds &= SmallScope.replay(Schedule.parse(asleep)) == null;
      }
      return holds;
    }
  };

  abstract boolean holds();

  /** The first that does not hold; the cheapest are asked first. */
  public static Optional<String> failing() {
    return Stream.of(values()).filter(each -> !each.holds()).map(Example::title).findFirst();
  }

  /** Its name as a sentence. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Child "a" was given nearly all, then little, and has just acknowledged that. */
  private static Family shrunk(LeaseTimes times, Share exposed) {
    Family family = new Family(times);
    family.report("a", BOOT, Stamp.NONE);
    family.round();
    family.sleep(100 * MILLI);
    family.report("a", BOOT, family.last("a"), 0, exposed, false, 0);
    family.holds(new Share(100_000, 20_000));
    family.round();
    family.sleep(100 * MILLI);
    family.report("a", BOOT, family.last("a"), 0, exposed, false, 0);
    return family;
  }

  /** Child "a" is given its lease, and what it returns counts from now on. */
  private static Family withPool() {
    Family family = new Family(LeaseTimes.EDGE);
    family.report("a", BOOT, Stamp.NONE);
    family.round();
    family.report("a", BOOT, family.last("a"));
    return family;
  }

  private static long tokens(Family family) {
    return family.parent().pooledMilli(KEY) + family.parent().outstanding(KEY).depthMilli();
  }

  private static void publish(Gate gate, long nowNanos, List<EdgeEffect> effects) {
    for (EdgeEffect effect : effects) {
      if (effect instanceof EdgeEffect.PublishTable publish) {
        gate.publish(nowNanos, publish.table());
      }
    }
  }

  private static PolicyRecord budget() {
    Budget budget = Budget.of(Limit.perSecond("requests", 100, 100));
    return new PolicyRecord(PolicyKey.budget("acme"), 1, 1, budget, 0, 0, "operator", "example");
  }

  private static Grants given(Boot boot, Stamp stamp) {
    LeaseGrant lease = new LeaseGrant(KEY, Family.WHOLE, Family.FLOOR, 3_000, 18_000);
    return new Grants("a", stamp, boot, 0, List.of(lease));
  }

  private static Snapshot persisted(List<EdgeEffect> effects) {
    return effects.stream()
        .filter(EdgeEffect.Persist.class::isInstance)
        .map(EdgeEffect.Persist.class::cast)
        .map(EdgeEffect.Persist::snapshot)
        .findFirst()
        .orElseThrow();
  }

  /** At twenty seconds, when nothing binds it. */
  private static Witness testifying() {
    Witness witness = new Witness(0);
    witness.heard(20 * SECOND, new Stamp(1, 1));
    witness.written(new Stamp(1, 1));
    return witness;
  }

  private static long appends(ArbiterCore core, long id) {
    Command command =
        new Command(
            id,
            PolicyKey.budget("acme"),
            new Command.Change.Put(Budget.of(Limit.perSecond("requests", 100, 10))),
            new Precondition.None(),
            false,
            "operator",
            "example",
            0);
    return core.step(2 * MILLI, new ArbiterInput.Requested(command)).stream()
        .filter(ArbiterEffect.Append.class::isInstance)
        .count();
  }
}
