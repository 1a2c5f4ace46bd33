package io.ambit.global.door.http;

import io.ambit.global.core.Command.Change;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.SafetyRules;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * How traffic moves between regions, and what no move may break. There is one of each; until an
 * operator says something else, the defaults hold.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class FailoverPolicyDoor {
  private static final String POLICY = "/failover-policy";
  private static final String RULES = "/safety-rules";

  private final Reads reads;
  private final Writes writes;

  FailoverPolicyDoor(Reads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  /** Whether every edge knows it. */
  record Status(List<Condition> conditions) {}

  @GetMapping(POLICY)
  ResponseEntity<ApiObject<FailoverPolicySpec, Status>> policy() {
    return get(
        PolicyKey.FAILOVER_POLICY, view -> FailoverPolicySpec.of(view.policy().failoverPolicy()));
  }

  @PutMapping(path = POLICY, consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<FailoverPolicySpec, Status>> putPolicy(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader HttpHeaders headers,
      @RequestBody Write<FailoverPolicySpec> body,
      Principal who) {
    Faults faults = new Faults();
    PolicySpec spec = body.spec(PolicyKey.FAILOVER_POLICY.name(), faults).read(faults);
    Writes.Intent intent =
        new Writes.Intent(Preconditions.of(headers), dryRun, who.getName(), body.why());
    return put(PolicyKey.FAILOVER_POLICY, spec, intent, FailoverPolicyDoor::policySpec);
  }

  @GetMapping(RULES)
  ResponseEntity<ApiObject<SafetyRulesSpec, Status>> rules() {
    return get(PolicyKey.SAFETY_RULES, view -> SafetyRulesSpec.of(view.policy().safetyRules()));
  }

  @PutMapping(path = RULES, consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<SafetyRulesSpec, Status>> putRules(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader HttpHeaders headers,
      @RequestBody Write<SafetyRulesSpec> body,
      Principal who) {
    Faults faults = new Faults();
    PolicySpec spec = body.spec(PolicyKey.SAFETY_RULES.name(), faults).read(faults);
    Writes.Intent intent =
        new Writes.Intent(Preconditions.of(headers), dryRun, who.getName(), body.why());
    return put(PolicyKey.SAFETY_RULES, spec, intent, FailoverPolicyDoor::rulesSpec);
  }

  private <S> ResponseEntity<ApiObject<S, Status>> get(PolicyKey key, Function<View, S> spec) {
    return reads.ask(
        view ->
            view.policy()
                .live(key)
                .map(record -> Answers.read(record, show(view, record, spec.apply(view))))
                .orElseGet(
                    () ->
                        ResponseEntity.ok(
                            new ApiObject<>(
                                ApiObject.Metadata.undeclared(key.name()),
                                spec.apply(view),
                                new Status(List.of())))));
  }

  private <S> ResponseEntity<ApiObject<S, Status>> put(
      PolicyKey key, PolicySpec what, Writes.Intent intent, Function<PolicyRecord, S> spec) {
    return Answers.of(
        key,
        writes.want(key, new Change.Put(what), intent),
        record ->
            reads.ask(
                view -> show(view, record, spec.apply(record)),
                () -> ApiObject.stored(record, spec.apply(record))));
  }

  private static <S> ApiObject<S, Status> show(View view, PolicyRecord record, S spec) {
    return new ApiObject<>(
        ApiObject.Metadata.of(record), spec, new Status(conditions(view, record)));
  }

  private static List<Condition> conditions(View view, PolicyRecord record) {
    Condition propagated = Condition.propagated(view, record);
    return record.key().equals(PolicyKey.FAILOVER_POLICY)
        ? List.of(propagated, Condition.homesTakenOver(view, record))
        : List.of(propagated);
  }

  static FailoverPolicySpec policySpec(PolicyRecord record) {
    return FailoverPolicySpec.of((FailoverPolicy) spec(record));
  }

  static SafetyRulesSpec rulesSpec(PolicyRecord record) {
    return SafetyRulesSpec.of((SafetyRules) spec(record));
  }

  private static PolicySpec spec(PolicyRecord record) {
    PolicySpec spec = record.spec();
    if (spec == null) {
      throw new IllegalStateException(record.key() + " is deleted");
    }
    return spec;
  }
}
