package io.ambit.wire;

import io.ambit.backend.Backend;
import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.escrow.Account;
import io.ambit.escrow.Allotment;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.Claim;
import io.ambit.escrow.Closing;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Demand;
import io.ambit.failover.Reachability;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.lease.Boot;
import io.ambit.lease.Exposure;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.Witnesses;
import io.ambit.lease.WriteLease;
import io.ambit.lease.WriteMark;
import io.ambit.model.Alignment;
import io.ambit.model.AuditEvent;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Leader;
import io.ambit.model.Lending;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.OnNoBackend;
import io.ambit.model.OnRegionLoss;
import io.ambit.model.Period;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionBounds;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import io.ambit.model.WriteHome;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One value of every kind that travels, no field of it left at its zero where that is allowed. */
final class Samples {
  static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  static final LimitKey BYTES = new LimitKey("acme", "bytes");

  static final Report EDGE_REPORT =
      new Report(
          new Report.Header(
              "eu-1", Boot.of(0x0123456789abcdefL, 0x0fedcba987654321L), 41, -9_000_000_123L),
          Report.Knows.of(new Stamp(7, 1_200), 18),
          Mode.TARGET,
          Report.Told.of(
              List.of(new Usage(REQUESTS, 3_000_500, 1_000_250), new Usage(BYTES, 9_000, 9_000))),
          false);

  static final Report REGION_REPORT =
      new Report(
          new Report.Header("region-eu", Boot.of(1, 2), 1_000, 77_000_000_000L),
          Report.Knows.of(new Stamp(3, 90), 18),
          Mode.DEGRADED,
          new Report.Told(
              List.of(new Usage(REQUESTS, 6_000_000, 2_000_000)),
              List.of(new Exposure(REQUESTS, new Share(600_000, 60_000), new Share(6_000, 25_000))),
              Report.Gaps.NONE,
              List.of(
                  new NodeStatus("eu-1", Boot.of(3, 4), 18, Mode.TARGET, 40, false),
                  new NodeStatus("eu-2", Boot.of(5, 6), 17, Mode.FLOOR, 61_000, true)),
              List.of()),
          true);

  static final Grants GRANTS =
      new Grants(
          "eu-1",
          new Stamp(7, 1_201),
          Boot.of(0x0123456789abcdefL, 0x0fedcba987654321L),
          -9_000_000_123L,
          List.of(
              new LeaseGrant(BYTES, new Share(1_000, 2_000), new Share(10, 1_000), 3_000, 18_000),
              new LeaseGrant(
                  REQUESTS, new Share(500_000, 50_000), new Share(2_000, 5_000), 3_000, 18_000)),
          List.of(
              new LeaseGrant(
                  REQUESTS, new Share(700_000, 70_000), new Share(2_000, 5_000), 0, 12_345)),
          new Stamp(7, 1_201));

  static final Grants REGION_GRANTS =
      new Grants(
          "eu",
          new Stamp(3, 91),
          Boot.of(1, 2),
          77_000_000_000L,
          List.of(
              new LeaseGrant(
                  REQUESTS,
                  new Share(500_000, 50_000),
                  new Share(2_000, 5_000),
                  10_000,
                  25_000,
                  12_000,
                  3_000,
                  true,
                  new Ladder(ControlLoss.Mode.SAFE, new Share(250_000, 25_000), Rung.GRACE))),
          List.of(),
          new Stamp(3, 80),
          List.of(new Witnesses(List.of("ap", "eu", "us")), new Witnesses(List.of("eu", "us"))));

  static final GrantPage WRITES_PAGE = GrantPage.whole(GRANTS.with(new WriteLease(10_000, 23)));

  static final GrantPage PAGE =
      new GrantPage(REGION_GRANTS, 130, new Stamp(3, 2), List.of(BYTES), true);

  static final Report PARTIAL_REPORT =
      new Report(
              new Report.Header("eu", Boot.of(1, 2), 1_002, 77_200_000_000L),
              Report.Knows.of(new Stamp(3, 92), 18),
              Mode.TARGET,
              Report.Told.of(
                  List.of(
                      new Usage(new LimitKey("tenant-000017", "requests"), 2_000_000, 1_000_000),
                      new Usage(
                          new LimitKey("tenant-000018", "requests"), 3_000_000, 3_000_000, 9_000)),
                  List.of(
                      new Exposure(
                          new LimitKey("tenant-000017", "requests"), Share.NONE, Share.NONE))),
              false)
          .with(Report.Gaps.USAGE_AND_EXPOSURE);

  static final Report MARKED_REPORT =
      EDGE_REPORT.marked(
          List.of(new WriteMark("acme", 1_048_577, 0), new WriteMark("zoe", 7, 123_456)));

  static final Report WITNESS_REPORT =
      new Report(
          new Report.Header("eu", Boot.of(1, 2), 1_001, 77_100_000_000L),
          new Report.Knows(new Stamp(3, 91), new Stamp(3, 90), 18),
          Mode.TARGET,
          Report.Told.of(
              List.of(),
              List.of(
                  new Exposure(
                      REQUESTS,
                      new Share(600_000, 60_000),
                      new Share(6_000, 25_000),
                      new Share(100_000, 9_000)))),
          false);

  static final PolicyRecord BUDGET =
      new PolicyRecord(
          PolicyKey.budget("acme"),
          18,
          4,
          new Budget(
              List.of(
                  new Limit(
                      "requests",
                      "requests",
                      1_000,
                      1,
                      100,
                      200,
                      900,
                      3,
                      new TreeMap<>(
                          Map.of(
                              "eu", new RegionBounds(100, 800), "us", new RegionBounds(50, 700)))),
                  Limit.perSecond("bytes", 1_000_000, 250_000)),
              Enforcement.SHADOW,
              new ControlLoss(20_000, ControlLoss.Mode.SAFE, 1_500)),
          1_790_000_000_000L,
          1_790_000_060_000L,
          "ada",
          "Black Friday raise");

  static final PolicyRecord LENDING_BUDGET =
      new PolicyRecord(
          PolicyKey.budget("acme"),
          21,
          5,
          Budget.of(
              new Limit(
                  "requests",
                  "requests",
                  1_000,
                  1,
                  100,
                  200,
                  1_000,
                  1,
                  new TreeMap<>(
                      Map.of(
                          "eu", new RegionBounds(100, 800, new Lending(300, 0)),
                          "us", new RegionBounds(50, 700, new Lending(0, Lending.UNLIMITED)))),
                  Alignment.NONE,
                  new Lending(500, 150))),
          1_790_000_000_000L,
          1_790_000_060_000L,
          "ada",
          "what is lent must come back");

  static final PolicyRecord REGION =
      new PolicyRecord(
          PolicyKey.region("eu"),
          19,
          1,
          new RegionDeclaration(50_000, 2, AdminState.CORDONED),
          1_790_000_000_000L,
          1_790_000_000_000L,
          "ada",
          "new hall");

  static final PolicyRecord FAILOVER_POLICY =
      new PolicyRecord(
          PolicyKey.FAILOVER_POLICY,
          21,
          2,
          new FailoverPolicy(
              8_000,
              true,
              2_000,
              30_000,
              new FailoverPolicy.Hold(20_000, 900_000, 1_200_000, 3),
              new TreeMap<>(
                  Map.of("eu", List.of(List.of("uk"), List.of("ap", "us")), "uk", List.of())),
              FailoverPolicy.Homes.DEFAULT),
          1_790_000_000_000L,
          1_790_000_000_000L,
          "ada",
          "drills");

  static final PolicyRecord HOMES_POLICY =
      new PolicyRecord(
          PolicyKey.FAILOVER_POLICY,
          23,
          3,
          new FailoverPolicy(
              8_000,
              false,
              2_000,
              30_000,
              FailoverPolicy.Hold.DEFAULT,
              new TreeMap<>(),
              new FailoverPolicy.Homes(
                  true,
                  3_000,
                  new TreeSet<>(List.of("witness-1")),
                  new TreeSet<>(List.of("acme", "ledger")))),
          1_790_000_000_000L,
          1_790_000_000_000L,
          "ada",
          "a third party is there");

  static final Reachability REACHABILITY =
      new Reachability("witness-1", new TreeMap<>(Map.of("eu", 1_750L, "us", 0L)));

  static final PolicyRecord SAFETY_RULES =
      new PolicyRecord(
          PolicyKey.SAFETY_RULES,
          22,
          1,
          new SafetyRules(2, 4_000, true, 5_000),
          1_790_000_000_000L,
          1_790_000_000_000L,
          "ada",
          "");

  static final PolicyRecord SPILL_TABLE =
      new PolicyRecord(
          PolicyKey.SPILL_TABLE,
          23,
          7,
          new SpillTable(
              new TreeMap<>(Map.of("uk", 2_500)),
              List.of(
                  new SpillRow(
                      new TreeSet<>(List.of("eu", "uk")),
                      new TreeMap<>(
                          Map.of(
                              "eu",
                              new Spread(
                                  List.of("ap", "us"),
                                  List.of(
                                      List.of(4_000, 6_000),
                                      List.of(4_000, 6_000),
                                      List.of(0, 3_000),
                                      List.of(0, 0))))),
                      new TreeMap<>(Map.of("us", List.of(0, 0, 0, 1_200)))))),
          1_790_000_000_000L,
          1_790_000_000_000L,
          "ambit",
          "demand or capacity changed");

  static final Traffic TRAFFIC =
      new Traffic("edge-eu-1", new Demand(10, 400, 30, 200), 900, 580, 20, 3, 4);

  static final Traffic REFUSING_TRAFFIC =
      new Traffic("eu", new Demand(10, 400, 30, 200), 900, 580, 20, 3, 4)
          .refusing(new TableRefusal(4711, "pinned: 'eu' is not declared drained"));

  static final PolicyRecord HOME =
      new PolicyRecord(
          PolicyKey.home("acme"),
          23,
          4,
          WriteHome.first("eu", "f-1").reserved("us", "f-2", true, false).fencing(),
          1_790_000_000_000L,
          1_790_000_300_000L,
          "ada",
          "the hall is to be rebuilt");

  static final PolicyRecord DELETED =
      new PolicyRecord(
          PolicyKey.budget("gone"),
          20,
          9,
          null,
          1_790_000_000_000L,
          1_790_000_120_000L,
          "bob",
          "left us");

  static final BackendNews BACKENDS =
      new BackendNews(
          "eu-1",
          List.of(
              new Sighting(
                  new Backend("default", "eu-a", "http://127.0.0.1:18001", "eu-a", 500, "/health"),
                  10_000,
                  150,
                  false),
              new Sighting(
                  new Backend("search", "s-1", "https://s-1.example", "", 0, ""), 3_000, 0, true)));

  static final Leader LEADER = new Leader("arbiter-1", "http://arbiter-1:8080", 7);

  static final AuditEvent AUDIT =
      new AuditEvent(
          "0b8e2d9c-5a0e-4d6f-8d0b-2f1f6c1f4a11",
          1_790_000_060_000L,
          "ada",
          "put",
          "budget",
          "acme",
          "Black Friday raise",
          3,
          4);

  static final Account ACCOUNT =
      new Account(new LimitKey("acme", "tokens"), new Period(1_793_491_200, 1_796_083_200));

  static final EscrowReport ESCROW_REPORT =
      new EscrowReport(
          "eu-1",
          Boot.of(3, 4),
          77,
          List.of(new Claim(ACCOUNT, 900_000, 350_500, 549_500, 40_000, 700_000)),
          List.of(new Closing(ACCOUNT, Boot.of(1, 2), 120_000)));

  static final Allotments ALLOTMENTS =
      new Allotments(
          "eu-1",
          1_793_491_200,
          List.of(
              new Allotment(ACCOUNT, Boot.of(1, 2), 120_000, 120_000, true, false),
              new Allotment(ACCOUNT, Boot.of(3, 4), 900_000, 350_500, false, true)));

  static final PolicyRecord PERIOD_BUDGET =
      new PolicyRecord(
          PolicyKey.budget("acme"),
          21,
          5,
          new Budget(
              List.of(
                  new Limit(
                      "tokens",
                      "tokens",
                      1_000_000,
                      Limit.MONTH_SECONDS,
                      50_000,
                      0,
                      1_000_000,
                      1,
                      new TreeMap<>(),
                      Alignment.CALENDAR)),
              Enforcement.ENFORCE,
              ControlLoss.DEFAULT),
          1_790_000_000_000L,
          1_790_000_180_000L,
          "ada",
          "a million tokens a month");

  static final PolicyRecord STALE_BUDGET =
      new PolicyRecord(
          PolicyKey.budget("acme"),
          22,
          6,
          new Budget(
              List.of(Limit.perSecond("requests", 1_000, 250)),
              Enforcement.ENFORCE,
              ControlLoss.DEFAULT,
              OnNoBackend.SERVE_STALE),
          1_790_000_000_000L,
          1_790_000_240_000L,
          "ada",
          "a page of yesterday is better than none");

  static final PolicyRecord LOSS_BUDGET =
      new PolicyRecord(
          PolicyKey.budget("acme"),
          23,
          7,
          new Budget(
              List.of(Limit.perSecond("requests", 1_000, 250)),
              Enforcement.ENFORCE,
              ControlLoss.DEFAULT,
              OnNoBackend.SHED,
              OnRegionLoss.ON_CONFIRMED),
          1_790_000_000_000L,
          1_790_000_300_000L,
          "ada",
          "rather too much for a moment than too little");

  private Samples() {}
}
