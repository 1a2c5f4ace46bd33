package io.ambit.stack.system;

import io.ambit.stack.LocalStack;
import io.ambit.stack.OperatorApi;
import io.ambit.stack.Port;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.StackProcess;
import io.ambit.stack.load.Shares;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The one stack that these tests share, from its first command to its end. */
final class RunningStack implements ExtensionContext.Store.CloseableResource {
  static final List<String> EDGES = List.of("edge-eu-1", "edge-eu-2", "edge-us-1", "edge-us-2");

  /** What every edge has above it. */
  static final List<String> EVERYTHING_ABOVE =
      List.of("kafka", "redis", "arbiter-1", "region-eu", "region-us");

  private static final Path HOME = Promises.DIRECTORY.resolve("stack");
  private static final int TAIL_LINES = 25;
  private static final int WARM_UP_PER_SECOND = 1_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(150);
  private static final double WARM = 0.95;

  private final LocalStack stack;
  private final LocalStack replicated;
  private final FirstDecision firstDecision;
  private final Operator operator;

  private RunningStack(LocalStack stack, FirstDecision firstDecision) {
    this.stack = stack;
    this.replicated = new LocalStack(stack.site(), Stack.withReplicas(stack.site()), line -> {});
    this.firstDecision = firstDecision;
    this.operator = new Operator(new OperatorApi(stack.url("arbiter-1"), stack.operatorToken()));
  }

  /** Brings the stack up as a newcomer would, on ports of its own. */
  static RunningStack begin() throws IOException, InterruptedException {
    Promises.begin();
    LocalStack stack = new LocalStack(Site.isolated(Path.of(""), HOME));
    Leftovers.clear(stack);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "system-tests-end"));
    try {
      RunningStack running = new RunningStack(stack, FirstDecision.afterUp(stack));
      running.warmUp();
      return running;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      System.out.println(Files.readString(FirstDecision.log(stack.site())) + tails(stack));
      stack.close();
      throw e;
    }
  }

  /**
   * The first seconds of a JVM tell of its compiler, and make any latency after them look good. How
   * many they are depends on the machine, so it ends when requests are decided as they come.
   */
  private void warmUp() throws InterruptedException {
    long beganNanos = System.nanoTime();
    try (Traffic traffic = new Traffic(addresses())) {
      traffic.offer(FirstDecision.TENANT, WARM_UP_PER_SECOND, Shares.of(1, 1, 1, 1));
      boolean warm = false;
      while (!warm && System.nanoTime() - beganNanos < LONGEST_WARM_UP.toNanos()) {
        long fromNanos = System.nanoTime();
        Seen seen = traffic.between(fromNanos, Traffic.passUntil(fromNanos + WARM_UP.toNanos()));
        int decided = seen.count() - seen.failures().size();
        warm = decided >= WARM * WARM_UP_PER_SECOND * WARM_UP.toSeconds();
      }
    }
  }

  /** How the stack came up. */
  FirstDecision firstDecision() {
    return firstDecision;
  }

  Operator operator() {
    return operator;
  }

  /** The four edges, in the order that shares of load go by. */
  SequencedMap<String, URI> addresses() {
    SequencedMap<String, URI> addresses = new LinkedHashMap<>();
    EDGES.forEach(name -> addresses.put(name, stack.url(name)));
    return addresses;
  }

  List<Edge> edges() {
    return EDGES.stream().map(this::edge).toList();
  }

  Edge edge(String name) {
    return new Edge(name, stack.url(name));
  }

  /** Kills them all as {@code kill -9} does. */
  void kill(List<String> names) {
    names.forEach(stack::kill);
  }

  /** Starts them all at once, and returns when all are ready. */
  void start(List<String> names) {
    names.forEach(stack::launch);
    names.forEach(stack::awaitReady);
  }

  /** Starts whatever an earlier test left dead. */
  void heal() {
    stack.up();
  }

  /** The same processes and their replicas, which do not run unless started. */
  LocalStack replicated() {
    return replicated;
  }

  /** Where clients find the broker. */
  String kafka() {
    return stack.processes().getFirst().address();
  }

  /** Where each service shows its metrics. */
  List<URI> metrics() {
    return stack.processes().stream()
        .map(StackProcess::ports)
        .flatMap(List::stream)
        .filter(port -> port.use().equals("management"))
        .map(Port::address)
        .map(address -> URI.create(address + "/actuator/prometheus"))
        .toList();
  }

  /** The end of every process's log. */
  String tails() {
    return tails(stack);
  }

  @Override
  public void close() {
    replicated.close();
  }

  private static String tails(LocalStack stack) {
    return stack.processes().stream()
        .map(StackProcess::name)
        .flatMap(
            name ->
                Arrays.asList("==> " + name, String.join("\n", stack.log(name, TAIL_LINES)))
                    .stream())
        .collect(Collectors.joining("\n"));
  }
}
