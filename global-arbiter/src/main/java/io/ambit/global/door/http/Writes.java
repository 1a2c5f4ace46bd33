package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Command;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.model.PolicyKey;
import io.ambit.runtime.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Hands commands to the core and waits for what became of them. At most {@value #MOST} wait.
 * Thread-safe.
 */
@Component
public final class Writes {
  static final int MOST = 1_024;

  /** Longer than the core's own, so that it is the core that says what is known. */
  private static final long PATIENCE_MILLIS = 6_000;

  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentMap<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

  Writes(Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop) {
    this.loop = loop;
  }

  /** What an operator says beside the change itself. */
  record Intent(Precondition precondition, boolean dryRun, String actor, String reason) {}

  /** Wants a change and returns what became of it; waits for the log. */
  Reply want(PolicyKey key, Command.Change change, Intent intent) {
    long id = ids.incrementAndGet();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Command command =
        new Command(
            id,
            key,
            change,
            intent.precondition(),
            intent.dryRun(),
            intent.actor(),
            intent.reason(),
            System.currentTimeMillis());
    if (waiting.size() >= MOST) {
      return Reply.Refused.because(Refusal.BUSY);
    }
    waiting.put(id, reply);
    if (!loop.offer(new ArbiterInput.Requested(command))) {
      waiting.remove(id);
      return Reply.Refused.because(Refusal.BUSY);
    }
    return await(id, reply);
  }

  private Reply await(long id, CompletableFuture<Reply> reply) {
    try {
      return reply.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException silent) {
      return Reply.Refused.because(Refusal.OUTCOME_UNKNOWN);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Reply.Refused.because(Refusal.OUTCOME_UNKNOWN);
    } finally {
      waiting.remove(id);
    }
  }

  /** Tells the waiting request. Called on the loop's thread; returns at once. */
  public void answer(long commandId, Reply reply) {
    CompletableFuture<Reply> request = waiting.remove(commandId);
    if (request != null) {
      request.complete(reply);
    }
  }
}
