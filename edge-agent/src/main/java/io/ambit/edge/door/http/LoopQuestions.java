package io.ambit.edge.door.http;

import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.problem.Problem;
import io.ambit.runtime.Loop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads the core's state on its own thread, for people; decisions never ask. */
@Component
final class LoopQuestions {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Loop<EdgeInput, EdgeEffect, EdgeCore> loop;

  LoopQuestions(Loop<EdgeInput, EdgeEffect, EdgeCore> loop) {
    this.loop = loop;
  }

  /** The answer to {@code question}, which is given the monotonic clock too. */
  <T> T ask(BiFunction<EdgeCore, Long, T> question) throws InterruptedException {
    try {
      return loop.ask(core -> question.apply(core, System.nanoTime()))
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "The agent's loop does not answer.")
          .retryAfter(1)
          .asException();
    }
  }
}
