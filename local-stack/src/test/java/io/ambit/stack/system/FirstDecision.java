package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.Site;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a stack took from its command to the first admitted request of a tenant whose budget was
 * put as soon as the arbiter was ready, and to the return of the command.
 */
record FirstDecision(Duration admitted, Duration ready) {
  /** Has a budget from the very start. */
  static final String TENANT = "first";

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Runs {@code ./dev up}, the very command. */
  static FirstDecision afterUp(LocalStack stack) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    Process up = up(stack.site());
    try {
      awaitArbiter(stack, up);
      OperatorApi arbiter = new OperatorApi(stack.url("arbiter-1"), stack.operatorToken());
      new Operator(arbiter).put(TENANT, new Budget(100, 100));
      Duration admitted = Duration.ofNanos(admittedNanos(stack) - startNanos);
      assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(up.exitValue()).as("exit status of ./dev up").isZero();
      return new FirstDecision(admitted, Duration.ofNanos(System.nanoTime() - startNanos));
    } finally {
      up.descendants().forEach(ProcessHandle::destroy);
      up.destroy();
    }
  }

  private static Process up(Site site) throws IOException {
    ProcessBuilder command = new ProcessBuilder(site.checkout().resolve("dev").toString(), "up");
    command.environment().put("AMBIT_HOME", site.home().toString());
    command.environment().put("AMBIT_PORT_OFFSET", Integer.toString(site.portOffset()));
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path log = log(site);
    Files.createDirectories(site.home());
    return command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** What the command printed. */
  static Path log(Site site) {
    return site.home().resolve("up.log");
  }

  private static void awaitArbiter(LocalStack stack, Process up) {
    URI readyz = stack.url("arbiter-1").resolve("/readyz");
    HttpRequest request = HttpRequest.newBuilder(readyz).timeout(Duration.ofSeconds(1)).build();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast("./dev up failed", () -> !up.isAlive() && up.exitValue() != 0)
        .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
  }

  private static long admittedNanos(LocalStack stack) {
    Edge edge = new Edge("edge-eu-1", stack.url("edge-eu-1"));
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> edge.decide(TENANT), Edge.Answer::admitted)
        .atNanos();
  }
}
