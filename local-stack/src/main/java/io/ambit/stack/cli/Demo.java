package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The whole path in one command: the stack, two tenants with budgets, traffic that wants more, and
 * a line every few seconds. Whatever ends it, nothing is left running.
 */
final class Demo {
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final int LOOKS_PER_LINE = 4;
  private static final Duration FIRST_ADMITTED_WITHIN = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int ALREADY_THERE = 412;

  private final LocalStack stack;
  private final PrintWriter out;
  private @Nullable DemoTraffic traffic;
  private volatile boolean ended;

  Demo(LocalStack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  /** Runs until the length is over, or else until the JVM is told to end. */
  void run(int ratePerSecond, Optional<Duration> length) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "demo-end"));
    try {
      stack.up();
      putBudgets();
      Signpost.addresses(stack, out);
      Signpost.commands(stack, out);
      drive(begin(ratePerSecond), length);
    } catch (StackException failure) {
      if (!ended) { // What fails because of Ctrl-C is no news.
        throw failure;
      }
    } finally {
      end();
    }
  }

  private void putBudgets() throws IOException, InterruptedException {
    OperatorApi arbiter = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
    for (Tenant tenant : List.of(Tenant.ACME, Tenant.TINY)) {
      HttpResponse<String> answer =
          arbiter.put(tenant.path(), tenant.budget(), "If-None-Match", "*");
      if (answer.statusCode() != CREATED && answer.statusCode() != ALREADY_THERE) {
        throw new StackException(
            "the budget of %s was answered %d: %s"
                .formatted(tenant.name(), answer.statusCode(), answer.body()));
      }
    }
  }

  private synchronized DemoTraffic begin(int ratePerSecond) {
    if (ended) {
      throw new StackException("the demo was stopped");
    }
    traffic = new DemoTraffic(stack, ratePerSecond);
    return traffic;
  }

  private void drive(DemoTraffic running, Optional<Duration> length) throws InterruptedException {
    long startNanos = System.nanoTime();
    if (!running.awaitFirstAdmitted(FIRST_ADMITTED_WITHIN)) {
      throw new StackException(
          "nothing was admitted in %d s".formatted(FIRST_ADMITTED_WITHIN.toSeconds()));
    }
    out.printf("first admitted decision %.1f s after the start%n", sinceStart());
    for (int looks = 1;
        !ended && length.map(l -> System.nanoTime() - startNanos < l.toNanos()).orElse(true);
        looks++) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      running.look();
      if (looks % LOOKS_PER_LINE == 0) {
        tell(running);
      }
    }
  }

  /** Under the same lock as the end, so that no line follows the summary. */
  private synchronized void tell(DemoTraffic running) {
    if (!ended) {
      out.println(running.line());
    }
  }

  /** The build that may have come before is not counted. */
  private static double sinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (traffic != null) {
      tellAll(traffic);
    }
    stack.close();
  }

  /** What is under way at the end has neither failed nor been answered, so it is waited for. */
  private void tellAll(DemoTraffic over) {
    try {
      over.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.println(over.summary());
    over.close();
  }
}
