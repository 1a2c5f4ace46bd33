package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Reply;
import io.ambit.model.Budget;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Texts;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Budgets: a tenant's own, and the default of tenants nobody configured. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class BudgetDoor {
  private static final String OWN = "/tenants/{tenant}/budget";
  private static final String DEFAULT = "/defaults/budget";

  private final Reads reads;
  private final Writes writes;

  BudgetDoor(Reads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  @GetMapping(OWN)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> get(@PathVariable @ValidName String tenant) {
    return get(PolicyKey.budget(tenant));
  }

  @GetMapping(DEFAULT)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> getDefault() {
    return get(PolicyKey.DEFAULT_BUDGET);
  }

  @PutMapping(path = OWN, consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> put(
      @PathVariable @ValidName String tenant,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader HttpHeaders headers,
      @RequestBody Write<BudgetSpec> body,
      Principal who) {
    return put(PolicyKey.budget(tenant), tenant, dryRun, headers, body, who);
  }

  @PutMapping(path = DEFAULT, consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> putDefault(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader HttpHeaders headers,
      @RequestBody Write<BudgetSpec> body,
      Principal who) {
    PolicyKey key = PolicyKey.DEFAULT_BUDGET;
    return put(key, key.name(), dryRun, headers, body, who);
  }

  @DeleteMapping(OWN)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> delete(
      @PathVariable @ValidName String tenant,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam(defaultValue = "") @Size(max = Texts.MAX_LENGTH) String reason,
      @RequestHeader HttpHeaders headers,
      Principal who) {
    return delete(PolicyKey.budget(tenant), dryRun, reason, headers, who);
  }

  @DeleteMapping(DEFAULT)
  ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> deleteDefault(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam(defaultValue = "") @Size(max = Texts.MAX_LENGTH) String reason,
      @RequestHeader HttpHeaders headers,
      Principal who) {
    return delete(PolicyKey.DEFAULT_BUDGET, dryRun, reason, headers, who);
  }

  private ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> get(PolicyKey key) {
    return reads.ask(
        view ->
            view.policy()
                .live(key)
                .map(record -> Answers.read(record, show(view, record)))
                .orElseThrow(() -> Refusals.notFound(key).asException()));
  }

  private ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> put(
      PolicyKey key,
      String name,
      boolean dryRun,
      HttpHeaders headers,
      Write<BudgetSpec> body,
      Principal who) {
    Faults faults = new Faults();
    Budget budget = body.spec(name, faults).read(faults);
    Writes.Intent intent =
        new Writes.Intent(Preconditions.of(headers), dryRun, who.getName(), body.why());
    return answer(key, writes.want(key, new Change.Put(budget), intent));
  }

  private ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> delete(
      PolicyKey key, boolean dryRun, String reason, HttpHeaders headers, Principal who) {
    Writes.Intent intent =
        new Writes.Intent(Preconditions.of(headers), dryRun, who.getName(), reason);
    return answer(key, writes.want(key, new Change.Delete(), intent));
  }

  private ResponseEntity<ApiObject<BudgetSpec, BudgetStatus>> answer(PolicyKey key, Reply reply) {
    return Answers.of(
        key,
        reply,
        record ->
            reads.ask(view -> show(view, record), () -> ApiObject.stored(record, spec(record))));
  }

  /** A budget with how it is doing. Called on the core's thread. */
  static ApiObject<BudgetSpec, BudgetStatus> show(View view, PolicyRecord record) {
    return new ApiObject<>(
        ApiObject.Metadata.of(record),
        spec(record),
        BudgetStatus.of(view, record, tenants(view.core(), record.key())));
  }

  static BudgetSpec spec(PolicyRecord record) {
    if (record.spec() instanceof Budget budget) {
      return BudgetSpec.of(budget);
    }
    throw new IllegalStateException(record.key() + " is no budget");
  }

  /** Whom a budget binds. */
  private static Collection<String> tenants(ArbiterCore core, PolicyKey key) {
    return key.kind() == PolicyKey.Kind.BUDGET
        ? List.of(key.name())
        : core.activeTenants().stream().filter(t -> core.policy().budget(t).isEmpty()).toList();
  }
}
