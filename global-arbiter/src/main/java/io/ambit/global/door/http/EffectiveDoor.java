package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Fleet;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.NodeStatus;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What binds a tenant at one place, value by value, and who said so. */
@RestController
class EffectiveDoor {
  private final Reads reads;

  EffectiveDoor(Reads reads) {
    this.reads = reads;
  }

  /** Where a value comes from. */
  record Provenance(
      String object,
      long generation,
      String resourceVersion,
      String setBy,
      String reason,
      Instant time) {}

  /** One value in force. */
  record Value(String field, Object value, Provenance provenance) {}

  /** What the place's region was last given of a limit. */
  record Held(String limit, BigDecimal ratePerSecond, BigDecimal burst) {}

  /**
   * What the place itself knows.
   *
   * @param policyRevision the newest it reported
   * @param inForce it has heard of the values shown here
   * @param ageMillis how old its report is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Place(
      String at,
      @Nullable String region,
      long policyRevision,
      boolean inForce,
      long ageMillis,
      List<Held> regionHolds) {}

  /** The answer. */
  record Effective(String tenant, String boundBy, List<Value> values, Place place, Instant asOf) {}

  @GetMapping(
      path = "/api/v1/tenants/{tenant}/effective",
      produces = MediaType.APPLICATION_JSON_VALUE)
  Effective effective(
      @PathVariable @ValidName String tenant, @RequestParam(defaultValue = "global") String at) {
    return reads.ask(
        view -> {
          PolicyRecord binding = TenantDoor.binding(view.core(), tenant);
          return new Effective(
              tenant,
              TenantDoor.boundBy(binding),
              values(binding),
              place(view, tenant, binding, at),
              Instant.now());
        });
  }

  private static List<Value> values(PolicyRecord binding) {
    if (!(binding.spec() instanceof Budget budget)) {
      return List.of();
    }
    Provenance from =
        new Provenance(
            binding.key().toString(),
            binding.generation(),
            Long.toString(binding.revision()),
            binding.actor(),
            binding.reason(),
            Instant.ofEpochMilli(binding.updateTimeMillis()));
    List<Value> values = new ArrayList<>();
    budget.limits().forEach(limit -> add(values, limit, from));
    values.add(new Value("enforcement", Words.of(budget.enforcement()), from));
    values.add(new Value("onControlLoss.graceMillis", budget.onControlLoss().graceMillis(), from));
    values.add(new Value("onControlLoss.mode", Words.of(budget.onControlLoss().mode()), from));
    values.add(new Value("onNoBackend", Words.of(budget.onNoBackend()), from));
    values.add(new Value("onRegionLoss", Words.of(budget.onRegionLoss()), from));
    return values;
  }

  private static void add(List<Value> values, Limit limit, Provenance from) {
    String field = "limits.%s.".formatted(limit.name());
    values.add(new Value(field + "quota", limit.quota(), from));
    values.add(new Value(field + "windowSeconds", limit.windowSeconds(), from));
    values.add(new Value(field + "alignment", Words.of(limit.alignment()), from));
    values.add(new Value(field + "burst", limit.burst(), from));
    values.add(new Value(field + "guaranteed", limit.guaranteed(), from));
    values.add(new Value(field + "ceiling", limit.ceiling(), from));
  }

  private static Place place(View view, String tenant, PolicyRecord binding, String at) {
    if (at.equals("global")) {
      return new Place(at, null, view.policy().revision(), true, 0, List.of());
    }
    int slash = at.indexOf('/');
    String kind = slash < 0 ? at : at.substring(0, slash);
    String name = slash < 0 ? "" : at.substring(slash + 1);
    if (!Names.isValid(name) || !(kind.equals("region") || kind.equals("edge"))) {
      throw Problem.invalid(
              new FieldFault(
                  Pointers.query("at"), "malformed", "expected: global, region/eu or edge/eu-1"))
          .asException();
    }
    return kind.equals("edge")
        ? edge(view, tenant, binding, at, name)
        : region(view, tenant, binding, at, name);
  }

  private static Place edge(
      View view, String tenant, PolicyRecord binding, String at, String name) {
    Fleet.Edge edge =
        view.edges().stream()
            .filter(each -> each.status().node().equals(name))
            .findFirst()
            .orElseThrow(() -> nobody(at));
    return place(view.core(), tenant, binding, at, edge.region(), edge.status(), edge.ageMillis());
  }

  private static Place region(
      View view, String tenant, PolicyRecord binding, String at, String name) {
    NodeStatus status = view.region(name).orElseThrow(() -> nobody(at));
    return place(view.core(), tenant, binding, at, name, status, status.reportAgeMillis());
  }

  private static Place place(
      ArbiterCore core,
      String tenant,
      PolicyRecord binding,
      String at,
      String region,
      NodeStatus status,
      long ageMillis) {
    List<Held> held =
        core.regions().granted(region).stream()
            .filter(lease -> lease.key().tenant().equals(tenant))
            .map(EffectiveDoor::held)
            .toList();
    boolean inForce = status.policyRevision() >= binding.revision();
    return new Place(at, region, status.policyRevision(), inForce, ageMillis, held);
  }

  private static Held held(LeaseGrant lease) {
    return new Held(
        lease.key().limit(),
        Units.of(lease.lease().rateMilli()),
        Units.of(lease.lease().depthMilli()));
  }

  private static RuntimeException nobody(String at) {
    return Problem.of(HttpStatus.NOT_FOUND, "not-found", "Nobody reports as %s.".formatted(at))
        .at(Pointers.query("at"), "unknown", "expected: a region or an edge that reports")
        .asException();
  }
}
