package io.ambit.global.door.http;

import io.ambit.failover.Proposal;
import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Move;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.model.PolicyKey;
import io.ambit.model.Words;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Moves a region's traffic on behalf of an operator, if the safety rules let it. */
@Component
final class Shifting {
  private final Reads reads;
  private final Writes writes;

  Shifting(Reads reads, Writes writes) {
    this.reads = reads;
    this.writes = writes;
  }

  /**
   * Moves it; waits until that is committed, not until it is done.
   *
   * @param basis what the plan rests on; -1 if there is none
   */
  ResponseEntity<ApiObject<ShiftSpec, MoveView>> shift(
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
    return ResponseEntity.status(HttpStatus.ACCEPTED).body(newest(proposal));
  }

  /** The move that is under way of that region. */
  private ApiObject<ShiftSpec, MoveView> newest(Proposal proposal) {
    return reads.ask(
        view ->
            view.core().shifts().moves().stream()
                .filter(move -> move.region().equals(proposal.region()))
                .findFirst()
                .map(Shifting::show)
                .orElseThrow(
                    () -> Refusals.notFound(PolicyKey.region(proposal.region())).asException()));
  }

  static ApiObject<ShiftSpec, MoveView> show(Move move) {
    return new ApiObject<>(
        ApiObject.Metadata.undeclared(move.id()),
        new ShiftSpec(Words.of(move.kind()), move.region(), null),
        MoveView.of(move));
  }
}
