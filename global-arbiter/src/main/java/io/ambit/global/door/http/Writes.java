package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Command;
import io.ambit.global.core.FailoverCommand;
import io.ambit.global.core.FailoverReply;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.model.PolicyKey;
import io.ambit.runtime.Loop;
import java.util.function.LongFunction;
import org.springframework.stereotype.Component;

/** Hands commands to the core and waits for what became of them. Thread-safe. */
@Component
public final class Writes {
  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;
  private final Pending<Reply> changes =
      new Pending<>(
          Reply.Refused.because(Refusal.BUSY), Reply.Refused.because(Refusal.OUTCOME_UNKNOWN));
  private final Pending<FailoverReply> failovers =
      new Pending<>(
          new FailoverReply.Refused(FailoverReply.Why.BUSY, "Too much waits."),
          new FailoverReply.Refused(
              FailoverReply.Why.OUTCOME_UNKNOWN, "Nobody answered; it may take effect yet."));

  Writes(Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop) {
    this.loop = loop;
  }

  /**
   * What an operator says beside the change itself.
   *
   * @param request names it, see {@link RequestKey}
   */
  record Intent(
      Precondition precondition, boolean dryRun, String actor, String reason, String request) {
    Intent(Precondition precondition, boolean dryRun, String actor, String reason) {
      this(precondition, dryRun, actor, reason, RequestKey.NONE);
    }
  }

  /** Wants a change and returns what became of it; waits for the log. */
  Reply want(PolicyKey key, Command.Change change, Intent intent) {
    long timeMillis = System.currentTimeMillis();
    return changes.want(
        id ->
            loop.offer(
                new ArbiterInput.Requested(
                    new Command(
                        id,
                        key,
                        change,
                        intent.precondition(),
                        intent.dryRun(),
                        intent.actor(),
                        intent.reason(),
                        timeMillis,
                        intent.request()))));
  }

  /** Wants something of failovers and returns what became of it; waits for the log. */
  FailoverReply want(LongFunction<FailoverCommand> command) {
    return failovers.want(id -> loop.offer(new ArbiterInput.FailoverRequested(command.apply(id))));
  }

  /** Tells the waiting request. Called on the loop's thread; returns at once. */
  public void answer(long commandId, Reply reply) {
    changes.answer(commandId, reply);
  }

  /** The same of failovers. */
  public void answer(long commandId, FailoverReply reply) {
    failovers.answer(commandId, reply);
  }
}
