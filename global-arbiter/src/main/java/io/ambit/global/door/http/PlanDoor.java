package io.ambit.global.door.http;

import io.ambit.failover.Proposal;
import io.ambit.global.core.Plan;
import io.ambit.global.door.http.FailoverObject.Spec;
import io.ambit.global.door.http.FailoverObject.Status;
import io.ambit.problem.Problem;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What would happen if a region's traffic moved, and doing exactly that. A plan is bound to the
 * intent and the loads it was made on: once either is not so any more, it is not carried out. The
 * last {@value #MOST} plans are kept in this process alone.
 */
@RestController
@RequestMapping(path = "/api/v1/plans", produces = MediaType.APPLICATION_JSON_VALUE)
class PlanDoor {
  static final int MOST = 256;

  private final Reads reads;
  private final Shifting shifting;
  private final SequencedMap<String, Plan> kept = new LinkedHashMap<>();

  PlanDoor(Reads reads, Shifting shifting) {
    this.reads = reads;
    this.shifting = shifting;
  }

  /** Why a plan is carried out. */
  record Why(@Nullable String reason) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<ShiftSpec, PlanView>> make(
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody Write<ShiftSpec> body,
      Principal who) {
    Faults faults = new Faults();
    String request = RequestKey.name(key, who);
    String id = "plan-" + (request.isEmpty() ? UUID.randomUUID() : request);
    Proposal proposal = body.spec(id, faults).read(faults);
    Optional<Plan> known = kept(id);
    if (known.isPresent()) {
      if (!known.get().proposal().equals(proposal)) {
        throw RequestKey.reused("%s is of something else.".formatted(id)).asException();
      }
      return ResponseEntity.ok(show(id, known.get()));
    }
    Plan plan = reads.ask(view -> view.core().plan(view.nowNanos(), proposal));
    keep(id, plan);
    return ResponseEntity.status(HttpStatus.CREATED).body(show(id, plan));
  }

  @GetMapping("/{plan}")
  ApiObject<ShiftSpec, PlanView> get(@PathVariable @ValidName String plan) {
    return show(plan, find(plan));
  }

  @PostMapping("/{plan}/apply")
  ResponseEntity<ApiObject<Spec, Status>> apply(
      @PathVariable @ValidName String plan,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable Why why,
      Principal who) {
    Plan made = find(plan);
    String request = RequestKey.name(key, who);
    String reason = why == null || why.reason() == null ? "as planned in " + plan : why.reason();
    Shifting.Wish wish = new Shifting.Wish(made.revision(), false, who.getName(), reason, request);
    return shifting
        .madeBefore(request, made.proposal())
        .orElseGet(
            () -> {
              Plan now = reads.ask(view -> view.core().plan(view.nowNanos(), made.proposal()));
              if (!made.holdsAsOf(now)) {
                throw Refusals.outdated().asException();
              }
              return shifting.shift(made.proposal(), wish);
            });
  }

  private synchronized void keep(String id, Plan plan) {
    kept.putLast(id, plan);
    if (kept.size() > MOST) {
      kept.pollFirstEntry();
    }
  }

  private synchronized Optional<Plan> kept(String id) {
    return Optional.ofNullable(kept.get(id));
  }

  private Plan find(String id) {
    return kept(id)
        .orElseThrow(
            () ->
                Problem.of(
                        HttpStatus.NOT_FOUND, "not-found", "There is no plan '%s'.".formatted(id))
                    .hint(
                        "Plans are kept by the arbiter that made them, the last %d."
                            .formatted(MOST))
                    .asException());
  }

  private static ApiObject<ShiftSpec, PlanView> show(String id, Plan plan) {
    return new ApiObject<>(
        ApiObject.Metadata.undeclared(id), ShiftSpec.of(plan.proposal()), PlanView.of(plan));
  }
}
