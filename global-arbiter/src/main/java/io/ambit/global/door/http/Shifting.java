package io.ambit.global.door.http;

import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Move;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.global.door.http.FailoverObject.Spec;
import io.ambit.global.door.http.FailoverObject.Status;
import io.ambit.model.PolicyKey;
import io.ambit.problem.Problem;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Moves a region's traffic on behalf of an operator, if the safety rules let it. */
@Component
final class Shifting {
  /** What a command rests on that follows no plan. */
  static final long NO_PLAN = -1;

  private final Reads reads;
  private final Writes writes;

  Shifting(Reads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  /**
   * Moves it; waits until that is committed, not until it is done.
   *
   * @param basis what the plan rests on, or {@link #NO_PLAN}
   */
  ResponseEntity<ApiObject<Spec, Status>> shift(
      Proposal proposal, long basis, boolean dryRun, String actor, String reason) {
    PolicyKey key = PolicyKey.region(proposal.region());
    Writes.Intent intent = new Writes.Intent(new Precondition.None(), dryRun, actor, reason);
    Reply reply = writes.want(key, new Change.Shift(proposal, basis), intent);
    if (reply instanceof Reply.Refused || reply instanceof Reply.Blocked) {
      var unused = Answers.of(key, reply, record -> record);
    }
    if (reply instanceof Reply.WouldCommit) {
      return ResponseEntity.accepted().header(Answers.DRY_RUN, "true").build();
    }
    ApiObject<Spec, Status> move = newest(proposal);
    return ResponseEntity.status(HttpStatus.ACCEPTED)
        .location(URI.create("/api/v1/failovers/" + move.metadata().name()))
        .body(move);
  }

  /** Does what the arbiter proposed; what is shed was said with it. */
  ResponseEntity<ApiObject<Spec, Status>> approve(Move move, String actor, String reason) {
    if (move.phase() != Move.Phase.PROPOSED) {
      throw Problem.of(
              HttpStatus.CONFLICT, "impossible", "%s waits for nobody.".formatted(move.id()))
          .asException();
    }
    return shift(
        new Proposal(move.kind(), move.region(), false, true), NO_PLAN, false, actor, reason);
  }

  /** Turns a proposal down, or turns around what is under way. */
  ResponseEntity<ApiObject<Spec, Status>> abort(Move move, String actor, String reason) {
    return switch (move.phase()) {
      case PROPOSED -> {
        writes.turnDown(move.id());
        yield ResponseEntity.accepted().body(FailoverObject.of(move));
      }
      case MOVING ->
          shift(
              new Proposal(
                  move.kind() == Kind.RESTORE ? Kind.DRAIN : Kind.RESTORE,
                  move.region(),
                  false,
                  true),
              NO_PLAN,
              false,
              actor,
              reason);
      case DONE, ABORTED ->
          throw Problem.of(HttpStatus.CONFLICT, "impossible", "%s is over.".formatted(move.id()))
              .asException();
    };
  }

  /** The move that is under way of that region. */
  private ApiObject<Spec, Status> newest(Proposal proposal) {
    return reads.ask(
        view ->
            view.core().shifts().moves().stream()
                .filter(move -> move.region().equals(proposal.region()))
                .findFirst()
                .map(FailoverObject::of)
                .orElseThrow(
                    () -> Refusals.notFound(PolicyKey.region(proposal.region())).asException()));
  }
}
