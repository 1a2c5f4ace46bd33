package io.ambit.global.door.http;

import io.ambit.global.door.http.BudgetStatus.PeriodStatus;
import io.ambit.global.door.http.BudgetStatus.Usage;
import io.ambit.global.history.UsageHistory;
import io.ambit.global.history.UsagePoint;
import io.ambit.lease.LeaseParent;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a tenant uses now, and used in the last quarter of an hour. */
@RestController
class UsageDoor {
  private final Reads reads;
  private final UsageHistory history;

  UsageDoor(Reads reads, UsageHistory history) {
    this.reads = reads;
    this.history = history;
  }

  /**
   * One limit now.
   *
   * @param kind {@code rate} or {@code period}
   * @param period how a period budget stands; null of a rate limit
   */
  record LimitUsage(
      String name, String unit, String kind, Usage usage, @Nullable PeriodStatus period) {}

  /** One sample, all limits together. */
  record Point(Instant time, BigDecimal offeredPerSecond, BigDecimal admittedPerSecond) {}

  /**
   * The answer.
   *
   * @param historyAvailable false while Redis, which keeps it, does not answer
   */
  record TenantUsage(
      String tenant,
      Instant asOf,
      long stalenessMillis,
      List<LimitUsage> limits,
      boolean historyAvailable,
      List<Point> history) {}

  @GetMapping(path = "/api/v1/tenants/{tenant}/usage", produces = MediaType.APPLICATION_JSON_VALUE)
  TenantUsage usage(@PathVariable @ValidName String tenant) {
    TenantUsage current = reads.ask(view -> current(view, tenant));
    Optional<List<UsagePoint>> past = history.of(tenant);
    return new TenantUsage(
        tenant,
        current.asOf(),
        current.stalenessMillis(),
        current.limits(),
        past.isPresent(),
        past.orElse(List.of()).stream().map(UsageDoor::point).toList());
  }

  private static TenantUsage current(View view, String tenant) {
    List<LimitUsage> limits =
        TenantDoor.limits(TenantDoor.binding(view.core(), tenant)).stream()
            .map(limit -> usage(view, tenant, limit))
            .toList();
    return new TenantUsage(tenant, Instant.now(), view.stalenessMillis(), limits, false, List.of());
  }

  private static LimitUsage usage(View view, String tenant, Limit limit) {
    LimitKey key = new LimitKey(tenant, limit.name());
    LeaseParent regions = view.core().regions();
    long now = view.nowNanos();
    return new LimitUsage(
        limit.name(),
        limit.unit(),
        BudgetStatus.kind(limit),
        Usage.ofMilli(
            regions.offeredPerSecondMilli(now, key), regions.admittedPerSecondMilli(now, key)),
        BudgetStatus.period(view.core().escrow().balance(key, limit).stream().toList()));
  }

  private static Point point(UsagePoint point) {
    return new Point(
        Instant.ofEpochMilli(point.timeMillis()),
        Units.of(point.offeredPerSecond()),
        Units.of(point.admittedPerSecond()));
  }
}
