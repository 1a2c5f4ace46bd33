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
import java.util.Optional;
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
   * How something is wanted.
   *
   * @param basis what the plan rests on, or {@link #NO_PLAN}
   * @param request names it, see {@link RequestKey}
   */
  record Wish(long basis, boolean dryRun, String actor, String reason, String request) {}

  /** Moves it; waits until that is committed, not until it is done. */
  ResponseEntity<ApiObject<Spec, Status>> shift(Proposal proposal, Wish wish) {
    Reply reply = want(proposal.region(), new Change.Shift(proposal, wish.basis()), wish);
    if (reply instanceof Reply.WouldCommit) {
      return ResponseEntity.accepted().header(Answers.DRY_RUN, "true").build();
    }
    Move move = wantedBy(wish.request()).orElseGet(() -> newest(proposal));
    return reply instanceof Reply.Unchanged ? again(move) : begun(move);
  }

  /** Wants a change of a region's declaration; what is refused is said at once. */
  private Reply want(String region, Change change, Wish wish) {
    PolicyKey key = PolicyKey.region(region);
    Writes.Intent intent =
        new Writes.Intent(
            new Precondition.None(), wish.dryRun(), wish.actor(), wish.reason(), wish.request());
    Reply reply = writes.want(key, change, intent);
    if (reply instanceof Reply.Refused || reply instanceof Reply.Blocked) {
      var unused = Answers.of(key, reply, record -> record);
    }
    return reply;
  }

  /** The answer to a request that was made before; empty if it was not. */
  Optional<ResponseEntity<ApiObject<Spec, Status>>> madeBefore(String request, Proposal proposal) {
    return wantedBy(request)
        .map(
            move -> {
              if (!move.isAs(proposal)) {
                throw RequestKey.reused("%s asks for something else.".formatted(move.id()))
                    .asException();
              }
              return again(move);
            });
  }

  private Optional<Move> wantedBy(String request) {
    return reads.ask(view -> view.core().shifts().moves().wantedBy(request));
  }

  private static ResponseEntity<ApiObject<Spec, Status>> begun(Move move) {
    return ResponseEntity.status(HttpStatus.ACCEPTED)
        .location(location(move))
        .body(FailoverObject.of(move));
  }

  /** To a request that was made before. */
  private static ResponseEntity<ApiObject<Spec, Status>> again(Move move) {
    return ResponseEntity.ok().location(location(move)).body(FailoverObject.of(move));
  }

  private static URI location(Move move) {
    return URI.create("/api/v1/failovers/" + move.id());
  }

  /** Does what the arbiter proposed; what is shed was said with it. */
  ResponseEntity<ApiObject<Spec, Status>> approve(Move move, Wish wish) {
    Proposal proposed = new Proposal(move.kind(), move.region(), false, true);
    return madeBefore(wish.request(), proposed)
        .orElseGet(
            () -> {
              if (move.phase() != Move.Phase.PROPOSED) {
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "impossible",
                        "%s waits for nobody.".formatted(move.id()))
                    .asException();
              }
              return shift(proposed, wish);
            });
  }

  /** Turns a proposal down, or turns around what is under way. */
  ResponseEntity<ApiObject<Spec, Status>> abort(Move move, Wish wish) {
    Kind back = move.kind() == Kind.RESTORE ? Kind.DRAIN : Kind.RESTORE;
    Proposal turned = new Proposal(back, move.region(), false, true);
    if (move.isProposal() && move.isWantedBy(wish.request())) {
      return again(move);
    }
    return madeBefore(wish.request(), turned).orElseGet(() -> turn(move, turned, wish));
  }

  private ResponseEntity<ApiObject<Spec, Status>> turn(Move move, Proposal turned, Wish wish) {
    return switch (move.phase()) {
      case PROPOSED -> {
        Reply reply = want(move.region(), new Change.TurnDown(move.id()), wish);
        Move down = reads.ask(view -> view.core().shifts().moves().find(move.id()).orElse(move));
        yield reply instanceof Reply.Unchanged ? again(down) : begun(down);
      }
      case MOVING -> shift(turned, wish);
      case DONE, ABORTED ->
          throw Problem.of(HttpStatus.CONFLICT, "impossible", "%s is over.".formatted(move.id()))
              .asException();
    };
  }

  /** The move that is under way of that region. */
  private Move newest(Proposal proposal) {
    return reads.ask(
        view ->
            view.core().shifts().moves().all().stream()
                .filter(move -> move.region().equals(proposal.region()))
                .findFirst()
                .orElseThrow(
                    () -> Refusals.notFound(PolicyKey.region(proposal.region())).asException()));
  }
}
