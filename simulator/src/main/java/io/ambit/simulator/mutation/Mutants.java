package io.ambit.simulator.mutation;

import java.util.List;
import java.util.Optional;

/** All mutants, in the order of the rules they take out (the admission contract, rules 1 to 8). */
public final class Mutants {
  private static final String LEASE = "shared-model/src/main/java/io/ambit/lease/";
  private static final String EDGE = "edge-agent/src/main/java/io/ambit/edge/core/";
  private static final String GATE = "edge-agent/src/main/java/io/ambit/edge/admission/";
  private static final String REGION =
      "regional-controller/src/main/java/io/ambit/region/core/RegionCore.java";
  private static final String ARBITER = "global-arbiter/src/main/java/io/ambit/global/core/";
  private static final String SIMULATOR = "simulator/src/main/java/io/ambit/simulator/";

  private static final List<Mutant> ALL =
      List.of(
          // 1. The sum of what children may be using never exceeds the holding.
          new Mutant(
              "raise-before-free",
              "a raise is paid only from what is free (1)",
              LEASE + "ShareOut.java",
              "return sum <= free ? raises : Apportionment.byLargestRemainder(free, raises);",
              "return raises;"),
          new Mutant(
              "exposure-not-reported",
              "a region tells what its edges may still be using (1, 2)",
              REGION,
              "List<Exposure> exposed = exposure();",
              "List<Exposure> exposed = List.of();"),
          new Mutant(
              "absent-not-charged",
              "who is silent is charged too (1)",
              LEASE + "ShareOut.java",
              "this.charged = ledger.total();",
              "this.charged = asking.stream().map(each -> ledger.charged(each.child()))"
                  + ".reduce(Share.NONE, Share::plus);"),
          // 2. A shrink counts as outstanding until acknowledged or expired.
          new Mutant(
              "charge-newest-only",
              "the largest grant that may be in use is charged, not the newest (2)",
              LEASE + "ChildCharge.java",
              "append(leases, new Outstanding(stamp, stamp, grant.lease(), untilNanos,"
                  + " mayBeKept));",
              "leases.clear(); append(leases, new Outstanding(stamp, stamp, grant.lease(),"
                  + " untilNanos, mayBeKept));"),
          new Mutant(
              "any-report-acknowledges",
              "only what a child says it applied is acknowledged (2)",
              LEASE + "ChildCharge.java",
              "shrink(proven, exposed.lease());\n    floors.end(proven, exposed.floor());",
              "shrink(grant -> true, exposed.lease());\n"
                  + "    floors.end(grant -> true, exposed.floor());"),
          new Mutant(
              "ack-before-persisted",
              "an edge acknowledges what it would still know after a crash (2)",
              EDGE + "EdgeCore.java",
              "Stamp.NONE : persisted;",
              "Stamp.NONE : held.applied();"),
          new Mutant(
              "grants-without-outstanding",
              "a grant says what its child may be using besides (2, 4)",
              LEASE + "LeaseParent.java",
              "given,\n            outstanding,\n            child.since()",
              "given,\n            List.of(),\n            child.since()"),
          new Mutant(
              "outstanding-not-restored",
              "a successor charges what was outstanding before the newest grant (2, 4)",
              LEASE + "LeaseParent.java",
              "ledgers.charge(nowNanos, grants.node(), grants.stamp().previous(),"
                  + " grants.outstanding());",
              ""),
          new Mutant(
              "older-acknowledgements",
              "who once knew more speaks for its past no more (2)",
              LEASE + "Child.java",
              "if (acknowledged.isAfter(stamp)) {",
              "if (false) {"),
          new Mutant(
              "older-reports",
              "a report older than one already heard changes nothing (2, 5)",
              LEASE + "Child.java",
              "return report.sequence() > newestByBoot.getOrDefault(report.boot(), -1L);",
              "return true;"),
          new Mutant(
              "deposed-owners-are-believed",
              "a predecessor's word proves nothing of what its successor was given (2, 4)",
              LEASE + "Addressees.java",
              "if (span.epoch() > epoch) {",
              "if (false) {"),
          new Mutant(
              "a-record-of-the-one-answered-alone",
              "a record tells of the latest owner that may be using something (2, 4)",
              LEASE + "LeaseParent.java",
              "child.latestEpoch(to.ownerEpoch()),",
              "to.ownerEpoch(),"),
          new Mutant(
              "an-epoch-twice",
              "the epoch of an owner that gave nothing is not taken again (4)",
              REGION,
              "lastEpoch = Math.max(lastEpoch, past.epoch());",
              ""),
          new Mutant(
              "spoken-before-the-term",
              "an owner says nothing upward before its epoch is in the log (4)",
              REGION,
              "edges = new LeaseParent(epoch, LeaseTimes.EDGE);",
              "edges = new LeaseParent(epoch, LeaseTimes.EDGE); speaking = true;"),
          new Mutant(
              "leaving-frees-all",
              "who leaves gives back only what it may have been given (2)",
              LEASE + "ChildCharge.java",
              "grant -> !grant.last().isAfter(stamp) || !since.isAfter(grant.first());",
              "grant -> true;"),
          new Mutant(
              "leaving-before-the-disk-forgets",
              "what is given back is off the disk first (2)",
              EDGE + "EdgeCore.java",
              "return done.durableVersion() == durableVersion",
              "return done.durableVersion() <= durableVersion"),
          new Mutant(
              "record-not-charged",
              "what a successor would find on record stays charged (2)",
              LEASE + "ChildCharge.java",
              "return live.max(recorded);",
              "return live;"),
          // 3. The child always stops first.
          new Mutant(
              "lease-from-receipt",
              "a lease counts from when the report it answers was sent (3)",
              LEASE + "HeldLeases.java",
              "return HeldLease.from(grant, grants.sentNanos(), inflow);",
              "return HeldLease.from(grant, nowNanos, inflow);"),
          new Mutant(
              "epsilon-of-the-wrong-sign",
              "the parent waits longer than the child holds, not shorter (3)",
              LEASE + "Durations.java",
              "return nanos + roundedUp(nanos);",
              "return nanos - 3 * roundedUp(nanos);"),
          new Mutant(
              "no-skew-guard",
              "clocks that differ are allowed for (3)",
              LEASE + "Durations.java",
              "return nanos - roundedUp(nanos);",
              "return nanos;"),
          new Mutant(
              "answers-to-another-boot",
              "an answer to another boot is ignored (3)",
              LEASE + "HeldLeases.java",
              "!grants.node().equals(node) || !grants.boot().equals(boot)",
              "!grants.node().equals(node)"),
          new Mutant(
              "lease-never-ends",
              "the gate stops at the end of its lease (3)",
              GATE + "Stretch.java",
              "return leaseEndNanos - nowNanos > 0;",
              "return true;"),
          // 4. A child's lease never outlasts its parent's; after a loss of state a node learns.
          new Mutant(
              "child-outlives-parent",
              "a child's lease ends before its parent's (4)",
              LEASE + "Holding.java",
              "return Math.min(holdMillis, Durations.toMillis(Durations.held(remainingNanos)));",
              "return holdMillis;"),
          new Mutant(
              "region-takeover-fresh",
              "a region's new owner charges what the old one gave (4)",
              REGION,
              "given.values().forEach(grants -> edges.restore(nowNanos, grants));",
              ""),
          new Mutant(
              "arbiter-takeover-fresh",
              "a new arbiter charges what the old one gave (4)",
              ARBITER + "ArbiterCore.java",
              "given.values().forEach(grants -> regions.restore(nowNanos, grants));",
              ""),
          new Mutant(
              "takeover-skips-floors",
              "a record of nothing but floors is charged by a successor too (4, 8)",
              LEASE + "LeaseParent.java",
              "if (!grants.isEmpty()) {",
              "if (grants.leases().stream().anyMatch(lease -> lease.holdMillis() > 0)) {"),
          new Mutant(
              "stale-epoch-after-restart",
              "every owner gives under an epoch of its own (4, 5)",
              REGION,
              "epoch = lastEpoch + 1;",
              "epoch = Math.max(1, lastEpoch);"),
          // 5. Grants are absolute, ordered and fenced; counters cumulative.
          new Mutant(
              "older-stamps-accepted",
              "an older grant is ignored (5)",
              LEASE + "HeldLeases.java",
              "if (!grants.stamp().isAfter(applied) || grants.sentNanos() - nowNanos > 0) {",
              "if (grants.sentNanos() - nowNanos > 0) {"),
          new Mutant(
              "grants-as-deltas",
              "a grant says all there is, not what to add (5)",
              LEASE + "HeldLeases.java",
              "next.put(grant.key(), take(nowNanos, grants, grant));",
              "HeldLease was = leases.get(grant.key());"
                  + " HeldLease now = take(nowNanos, grants, grant);"
                  + " next.put(grant.key(), was == null ? now : new HeldLease(now.key(),"
                  + " now.lease().plus(was.lease()), now.floor(), now.freshUntilNanos(),"
                  + " now.usableUntilNanos()));"),
          new Mutant(
              "delta-counters",
              "counters are cumulative (5)",
              "shared-model/src/main/java/io/ambit/usage/Meter.java",
              "Usage merged = newest.merge(usage);",
              "Usage merged = new Usage(newest.key(), newest.offeredMilli() + usage.offeredMilli(),"
                  + " newest.admittedMilli() + usage.admittedMilli());"),
          new Mutant(
              "no-fencing",
              "a predecessor's writes are refused (5)",
              SIMULATOR + "bus/Broker.java",
              "if (epoch < fences.getOrDefault(node, 0L)) {",
              "if (epoch < 0) {"),
          new Mutant(
              "stale-catch-up",
              "an owner reads its log after the fence, not before (4, 5)",
              SIMULATOR + "world/Owner.java",
              "broker.fence(\n        client,\n        node,\n        epoch ->\n"
                  + "            broker.readBack(\n                client,\n"
                  + "                ownTopics(),\n                past -> {",
              "broker.readBack(client, ownTopics(), past -> broker.fence(client, node, epoch -> {"),
          // 6. Depth is capacity, not tokens.
          new Mutant(
              "raised-depth-arrives-full",
              "a raised depth arrives empty (6)",
              GATE + "Stretch.java",
              "return new Accrual(nowNanos, accrued - Math.max(spent, destroyed), fraction,"
                  + " rateMilli);",
              "Successor then = successor; return new Accrual(nowNanos, accrued - Math.max(spent,"
                  + " destroyed) + (then == null ? 0 : Math.max(0,"
                  + " then.terms().lease().depthMilli() - terms.lease().depthMilli())), fraction,"
                  + " rateMilli);"),
          new Mutant(
              "lowered-depth-keeps-tokens",
              "a lowered depth destroys what is above it (6)",
              GATE + "Stretch.java",
              "this.leaseRoomMilli = room(terms.lease());"
                  + Mutant.AND
                  + "Math.max(0, then.terms().lease().depthMilli() - takenUp);",
              "this.leaseRoomMilli = Math.max(start.milli(), room(terms.lease()));"
                  + Mutant.AND
                  + "Math.max(carried.milli(), then.terms().lease().depthMilli() - takenUp);"),
          new Mutant(
              "new-incarnation-starts-full",
              "a new incarnation starts without a token (6)",
              GATE + "Stretch.java",
              "new Accrual(nowNanos, 0, 0, terms.lease().rateMilli())",
              "new Accrual(nowNanos, terms.lease().depthMilli(), 0, terms.lease().rateMilli())"),
          new Mutant(
              "tokens-outlive-the-lease",
              "on its floor a bucket is as deep as the floor (6, 8)",
              GATE + "Stretch.java",
              "accrued - room(terms.floor()));",
              "accrued - room(terms.lease()));"),
          // 7. Leases follow offered demand.
          new Mutant(
              "demand-is-what-was-admitted",
              "demand is what was asked for, refused or not (7)",
              LEASE + "LeaseParent.java",
              "return child == null ? 0 : child.usage().demandPerSecondMilli(key);",
              "return child == null ? 0 : child.usage().admittedPerSecondMilli(key);"),
          // 7. Tokens are moved, never made.
          new Mutant(
              "pool-without-bound",
              "a pool holds no more than the depth that is left (7)",
              LEASE + "Pool.java",
              "levelMilli = Math.clamp(levelMilli + Math.max(0, milli), 0, Math.max(levelMilli,"
                  + " capMilli));",
              "levelMilli += Math.max(0, milli);"),
          new Mutant(
              "fills-on-their-way-are-free",
              "what is filled takes up depth until it is acknowledged (7)",
              LEASE + "Pool.java",
              "flow.unacknowledged.add(new Fill(stamp, milli, untilNanos));",
              ""),
          new Mutant(
              "returned-tokens-take-up-no-depth",
              "what is given back takes up depth until it is taken in above (7)",
              GATE + "Stretch.java",
              "return Math.max(0, share.depthMilli() - takenUpMilli);",
              "return share.depthMilli();"),
          new Mutant(
              "any-boot-returns",
              "what another boot returned counts for nobody (7)",
              LEASE + "LeaseParent.java",
              "if (child.mayReturn(nowNanos, report)) {",
              "if (!child.left()) {"),
          new Mutant(
              "returned-twice",
              "what a child returned is counted once (7)",
              LEASE + "Pool.java",
              "flow.creditedMilli = Math.max(flow.creditedMilli, returned);",
              ""),
          new Mutant(
              "filled-twice",
              "what was filled is counted once (7)",
              LEASE + "Inflow.java",
              "seenMilli = Math.max(seenMilli, grant.filledMilli());",
              ""),
          // 8. Floors.
          new Mutant(
              "floors-not-charged",
              "floors count as outstanding (8)",
              LEASE + "ChildCharge.java",
              "floors.charge(stamp, grant.floor());",
              ""),
          new Mutant(
              "floors-without-room",
              "a floor is cut from what the others' floors leave (8)",
              LEASE + "ShareOut.java",
              "floors[i] = each.min(had.plus(free));",
              "floors[i] = each;"),
          // Clocks.
          new Mutant(
              "no-derating",
              "rates allow for clocks that run fast",
              LEASE + "Durations.java",
              "return rateMilli - roundedUp(rateMilli);",
              "return rateMilli;"),
          // Past the end of a lease: majorities of witnesses, and what safe(k) adds.
          new Mutant(
              "half-frees-what-half-keeps",
              "who keeps a lease and who frees it have a witness in common",
              LEASE + "Witnesses.java",
              "return nodes.size() + 1 - toKeep();",
              "return nodes.size() - toKeep();"),
          new Mutant(
              "vows-while-heard",
              "nobody vows that the parent is silent who heard it",
              LEASE + "Witness.java",
              "return nowNanos - heardNanos >= SILENCE_NANOS;",
              "return true;"),
          new Mutant(
              "testifies-while-bound",
              "while a vow binds, nothing is testified to",
              LEASE + "Witness.java",
              "return isBound(nowNanos) ? Stamp.NONE : written;",
              "return written;"),
          new Mutant(
              "testifies-before-the-log-holds-it",
              "only what the owner wrote down is testified to (heard)",
              LEASE + "Witness.java",
              "return isBound(nowNanos) ? Stamp.NONE : written;",
              "return isBound(nowNanos) ? Stamp.NONE : applied;"),
          new Mutant(
              "new-owner-is-not-bound",
              "a new owner begins as if it had vowed just before",
              LEASE + "Witness.java",
              "boundUntilNanos = nowNanos + BOUND_NANOS;\n    wroteNanos",
              "boundUntilNanos = nowNanos;\n    wroteNanos"),
          new Mutant(
              "vow-counts-too-long",
              "whoever was promised a vow stops counting on it first (3)",
              LEASE + "Vows.java",
              "long vowNanos = Durations.held(",
              "long vowNanos = Durations.charged("),
          new Mutant(
              "vow-before-the-log-holds-it",
              "a vow is answered once the log holds it",
              "regional-controller/src/main/java/io/ambit/region/core/Solidarity.java",
              "return List.of(swear(nowNanos, asked.region(), Stamp.NONE, asked.id()));",
              "return List.of(new RegionEffect.AnswerVow(asked.id(), true));"),
          new Mutant(
              "kept-across-a-gap",
              "a lease is kept only by vows without a gap since it ran out",
              LEASE + "HeldLease.java",
              "boolean unbroken = ladder.mayBeKept() && sinceNanos - usableUntilNanos <= 0;",
              "boolean unbroken = ladder.mayBeKept();"),
          new Mutant(
              "beyond-is-not-charged",
              "what safe(k) gives is charged",
              LEASE + "ChildCharge.java",
              "beyond.charge(stamp, grant.ladder().beyond());",
              ""),
          new Mutant(
              "grace-is-not-charged",
              "a lease is charged through its grace (3)",
              LEASE + "LeaseGrant.java",
              "return nowNanos + Durations.charged(Durations.ofMillis(holdMillis));",
              "return nowNanos + Durations.charged(Durations.ofMillis(ttlMillis));"),
          // Operator intent.
          new Mutant(
              "answered-before-read-back",
              "an operator hears of a change when the log holds it",
              ARBITER + "Desk.java",
              "yield List.of(new ArbiterEffect.Append(entry.id, write.record()));",
              "yield List.of(answer(command, new Reply.Committed(write.record().at(1), false)), new"
                  + " ArbiterEffect.Append(entry.id, write.record()));"),
          new Mutant(
              "two-appends-at-once",
              "no two decisions rest on the same version",
              ARBITER + "Desk.java",
              "if (busy == null) {",
              "if (busy == null || busy.id > 0) {"));

  private Mutants() {}

  public static List<Mutant> list() {
    return ALL;
  }

  public static Optional<Mutant> find(String name) {
    return ALL.stream().filter(mutant -> mutant.name().equals(name)).findFirst();
  }
}
