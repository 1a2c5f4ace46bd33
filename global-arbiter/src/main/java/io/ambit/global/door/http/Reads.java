package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import io.ambit.runtime.Loop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks the core on its own thread. Reads work whatever else is gone, from memory. */
@Component
final class Reads {
  private static final long PATIENCE_MILLIS = 2_000;

  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;

  Reads(Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop) {
    this.loop = loop;
  }

  /**
   * Asks.
   *
   * @param question must answer with values, or throw a problem
   */
  <T> T ask(Function<View, T> question) {
    try {
      return loop.ask(core -> question.apply(View.of(core, System.nanoTime())))
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw refused.getCause() instanceof ProblemException problem ? problem : failed(refused);
    } catch (TimeoutException busy) {
      throw busy();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  /**
   * Asks how what was just stored is doing.
   *
   * @param unseen the answer if the core has no time to say: what is stored must not look as if it
   *     were not
   */
  <T> T ask(Function<View, T> question, Supplier<T> unseen) {
    try {
      return ask(question);
    } catch (ProblemException busy) {
      return unseen.get();
    }
  }

  private static RuntimeException failed(ExecutionException why) {
    return why.getCause() instanceof RejectedExecutionException
        ? busy()
        : new IllegalStateException(why.getCause());
  }

  private static RuntimeException busy() {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "The arbiter is busy.")
        .retryAfter(1)
        .asException();
  }
}
