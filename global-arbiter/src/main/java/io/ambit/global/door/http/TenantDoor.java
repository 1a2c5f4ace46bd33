package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.door.http.Pages.Ask;
import io.ambit.global.door.http.Pages.Page;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.NodeStatus;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tenants: those with a budget of their own, and newcomers that the default budget binds. */
@RestController
@RequestMapping(path = "/api/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
class TenantDoor {
  private final Reads reads;

  TenantDoor(Reads reads) {
    this.reads = reads;
  }

  /**
   * How a tenant is doing.
   *
   * @param boundBy {@code own} or {@code default}: whose budget binds it
   * @param active it had demand in the last minute
   */
  record TenantStatus(String boundBy, boolean active, BudgetStatus budget) {}

  /**
   * What one region was last given of one limit.
   *
   * @param chargedPerSecond the most the region may be using, older grants included
   */
  record Lease(
      String region,
      String limit,
      BigDecimal ratePerSecond,
      BigDecimal burst,
      BigDecimal floorPerSecond,
      BigDecimal chargedPerSecond,
      long ttlMillis,
      long holdMillis) {}

  /** Every lease of a tenant. */
  record Leases(String tenant, long epoch, List<Lease> leases, Instant asOf) {}

  @GetMapping
  Page<ApiObject<BudgetSpec, BudgetStatus>> list(
      @RequestParam(required = false) @Nullable Integer pageSize,
      @RequestParam(required = false) @Nullable String pageToken) {
    Ask ask = Ask.of(pageSize, pageToken);
    return reads.ask(
        view ->
            Pages.cut(
                ask,
                view.policy().records().stream().filter(TenantDoor::isOwnBudget),
                record -> record.key().name(),
                record -> BudgetDoor.show(view, record)));
  }

  @GetMapping("/{tenant}")
  ApiObject<BudgetSpec, TenantStatus> get(@PathVariable @ValidName String tenant) {
    return reads.ask(view -> show(view, tenant));
  }

  @GetMapping("/{tenant}/leases")
  Leases leases(@PathVariable @ValidName String tenant) {
    return reads.ask(
        view -> {
          ArbiterCore core = view.core();
          binding(core, tenant);
          List<Lease> leases =
              view.regions().stream()
                  .map(NodeStatus::node)
                  .flatMap(
                      region ->
                          core.regions().granted(region).stream()
                              .filter(lease -> lease.key().tenant().equals(tenant))
                              .map(lease -> lease(core, region, lease)))
                  .toList();
          return new Leases(tenant, core.epoch(), leases, Instant.now());
        });
  }

  /** The record that binds {@code tenant}; a problem if nobody ever heard of it. */
  static PolicyRecord binding(ArbiterCore core, String tenant) {
    Optional<PolicyRecord> own = core.policy().live(PolicyKey.budget(tenant));
    Optional<PolicyRecord> byDefault =
        core.activeTenants().contains(tenant)
            ? core.policy().live(PolicyKey.DEFAULT_BUDGET)
            : Optional.empty();
    return own.or(() -> byDefault)
        .orElseThrow(
            () ->
                Problem.of(
                        HttpStatus.NOT_FOUND,
                        "not-found",
                        "No budget is known for tenant %s.".formatted(tenant))
                    .hint("PUT /api/v1/tenants/%s/budget gives it one.".formatted(tenant))
                    .asException());
  }

  static String boundBy(PolicyRecord binding) {
    return isOwnBudget(binding) ? "own" : "default";
  }

  /** All limits of a tenant. */
  static List<Limit> limits(PolicyRecord binding) {
    return binding.spec() instanceof Budget budget ? budget.limits() : List.of();
  }

  private static ApiObject<BudgetSpec, TenantStatus> show(View view, String tenant) {
    ArbiterCore core = view.core();
    PolicyRecord binding = binding(core, tenant);
    BudgetStatus budget = BudgetStatus.of(view, binding, List.of(tenant));
    boolean active = core.activeTenants().contains(tenant);
    return new ApiObject<>(
        isOwnBudget(binding)
            ? ApiObject.Metadata.of(binding)
            : ApiObject.Metadata.undeclared(tenant),
        BudgetDoor.spec(binding),
        new TenantStatus(boundBy(binding), active, budget));
  }

  private static Lease lease(ArbiterCore core, String region, LeaseGrant lease) {
    LimitKey key = lease.key();
    return new Lease(
        region,
        key.limit(),
        Units.of(lease.lease().rateMilli()),
        Units.of(lease.lease().depthMilli()),
        Units.of(lease.floor().rateMilli()),
        Units.of(core.regions().charged(region, key).rateMilli()),
        lease.ttlMillis(),
        lease.holdMillis());
  }

  private static boolean isOwnBudget(PolicyRecord record) {
    return record.key().kind() == PolicyKey.Kind.BUDGET && !record.deleted();
  }
}
