package io.ambit.stack.drill;

import io.ambit.stack.ExecutableJar;
import io.ambit.stack.LocalStack;
import io.ambit.stack.StackException;
import io.ambit.stack.StackProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a check costs an edge's processors at its doors, beside servers that decide nothing: a bare
 * Netty and nginx for HTTP, and a gRPC that echoes. The edge is one more of region eu on the stack
 * that runs, with the compilers and the collector it has in production. All are asked alike, one
 * after the other, in several rounds, each beginning with another; what counts is the median.
 */
public final class DoorsDrill {
  private static final String TENANT = "drill-doors";
  private static final String EDGE = "eu-doors";
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration OFFERED = Duration.ofSeconds(15);

  /** What the compilers need to be done. */
  private static final int WARM_REQUESTS = 150_000;

  private static final int AT_ONCE = 16;
  private static final double NANOS = 1e9;

  static final double MOST_TO_NETTY = 1.10;
  static final double MOST_TO_NGINX = 1.5;
  static final double LEAST_WEB_TO_FAST = 3;
  static final double LEAST_OF_ECHO = 0.6;
  static final double MOST_MILLIS_99 = 5;

  private final LocalStack stack;
  private final Consumer<String> out;

  public DoorsDrill(LocalStack stack, Consumer<String> out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * What a drill is asked for.
   *
   * @param rounds how often each door is measured
   * @param requests in each
   */
  public record Terms(int rounds, int requests) {}

  /** One that is measured. */
  private static final class Door {
    private final String name;
    private final DoorLoad.Asking asking;
    private final DoorServer server;

    /** What its server takes without requests, as a part of a processor's time. */
    private double upkeep;

    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();

    Door(String name, DoorLoad.Asking asking, DoorServer server) {
      this.name = name;
      this.asking = asking;
      this.server = server;
    }

    void measure(int requests) throws InterruptedException {
      Duration before = server.cpu();
      DoorLoad.Lap lap = asking.ask(requests, AT_ONCE);
      double cpu = server.cpu().minus(before).toNanos() - upkeep * lap.took().toNanos();
      if (lap.otherwise() > 0) {
        throw new StackException(
            "%s: %d of %d were not answered with success"
                .formatted(name, lap.otherwise(), requests));
      }
      nanos.add(cpu / requests);
      perSecond.add(requests * NANOS / lap.took().toNanos());
    }

    double micros() {
      return median(nanos) / 1e3;
    }

    int perSecond() {
      return (int) median(perSecond);
    }
  }

  /** Runs it; returns whether all bounds were met. */
  public boolean run(Terms terms) throws IOException, InterruptedException {
    new Intent(stack).budget(TENANT, 1_000_000);
    Path directory = Files.createDirectories(stack.site().home().resolve("drill-doors"));
    int web = freePort();
    int fast = freePort();
    int bare = freePort();
    int nginx = freePort();
    int grpc = freePort();
    int echoing = freePort();
    try (DoorLoad load = new DoorLoad(TENANT);
        DoorServer edge =
            new DoorServer(
                "the edge", edge(directory, web, fast, grpc), directory.resolve("edge.log"));
        DoorServer netty =
            new DoorServer("Netty", bare(BareHttp.class, bare), directory.resolve("netty.log"));
        DoorServer bareGrpc =
            new DoorServer("gRPC", bare(BareGrpc.class, echoing), directory.resolve("grpc.log"));
        GrpcLoad echo = GrpcLoad.echo(echoing, TENANT);
        GrpcLoad rateLimit = GrpcLoad.rateLimit(grpc, TENANT);
        DoorServer proxy =
            new DoorServer("nginx", nginx(directory, nginx), directory.resolve("nginx.log"))) {
      awaitAdmitted(load, check(web));
      List<Door> doors =
          List.of(
              new Door("a bare Netty that answers 204", http(load, bare), netty),
              new Door("nginx, return 204", http(load, nginx), proxy),
              new Door("the edge's fast port", http(load, fast), edge),
              new Door("the edge's web server", http(load, web), edge),
              new Door("a bare gRPC that echoes", echo, bareGrpc),
              new Door("the edge's rate limit service", rateLimit, edge));
      for (Door door : doors) {
        var unused = door.asking.ask(WARM_REQUESTS, AT_ONCE);
      }
      double upkeep = upkeep(edge);
      doors.stream().filter(each -> each.server == edge).forEach(each -> each.upkeep = upkeep);
      measure(doors, terms);
      say(
          "a check costs the server's processors (median of %d times %d requests, %d at once; the"
              + " edge's own upkeep, %.1f %% of a processor, is taken off):",
          terms.rounds(), terms.requests(), AT_ONCE, 100 * upkeep);
      doors.forEach(
          each -> say("  %-30s %6.1f us, %d/s", each.name, each.micros(), each.perSecond()));
      int half = doors.get(3).perSecond() / 2;
      times("fast port", load.offer(check(fast), half, OFFERED), half);
      return judge(doors) & judgeTimes(load.offer(check(web), half, OFFERED), half);
    }
  }

  private static void measure(List<Door> doors, Terms terms) throws InterruptedException {
    for (int round = 0; round < terms.rounds(); round++) {
      for (int i = 0; i < doors.size(); i++) {
        doors.get((round + i) % doors.size()).measure(terms.requests());
      }
    }
  }

  private boolean judge(List<Door> doors) {
    double netty = doors.get(0).micros();
    double nginx = doors.get(1).micros();
    double fast = doors.get(2).micros();
    double web = doors.get(3).micros();
    double echo = doors.get(4).micros();
    double grpc = doors.get(5).micros();
    return holds("fast port to Netty", fast <= MOST_TO_NETTY * netty, fast / netty, "<= 1.10")
        & holds("fast port to nginx", fast <= MOST_TO_NGINX * nginx, fast / nginx, "<= 1.50")
        & holds("web server to fast port", web >= LEAST_WEB_TO_FAST * fast, web / fast, ">= 3.00")
        & holds(
            "calls a processor answers, to the echo",
            echo >= LEAST_OF_ECHO * grpc,
            echo / grpc,
            ">= 0.60");
  }

  private boolean judgeTimes(Histogram micros, int perSecond) {
    times("web server", micros, perSecond);
    double slow = micros.getValueAtPercentile(99) / 1e3;
    return holds("web server at half its peak, ms at p99", slow <= MOST_MILLIS_99, slow, "<= 5.00");
  }

  /** From when a request was due, at a generator that shares the processors with the server. */
  private void times(String door, Histogram micros, int perSecond) {
    say(
        "%s at %d/s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms",
        door,
        perSecond,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3);
  }

  private List<String> edge(Path directory, int web, int fast, int grpc) {
    List<String> command = java();
    command.addAll(
        List.of(
            "-jar",
            ExecutableJar.of(stack.site().checkout(), "edge-agent").toString(),
            "--ambit.node=" + EDGE,
            "--ambit.region=eu",
            "--ambit.data-directory=" + directory.resolve("data"),
            "--ambit.grpc.port=" + grpc,
            "--ambit.grpc.address=127.0.0.1",
            "--ambit.fast.port=" + fast,
            "--ambit.kafka.regional.bootstrap-servers=" + address("kafka"),
            "--server.address=127.0.0.1",
            "--server.port=" + web,
            "--management.server.address=127.0.0.1",
            "--management.server.port=0"));
    return command;
  }

  private static DoorLoad.Asking http(DoorLoad load, int port) {
    return (count, atOnce) -> load.ask(check(port), count, atOnce);
  }

  private static List<String> bare(Class<?> main, int port) {
    List<String> command = java();
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), main.getName(), Integer.toString(port)));
    return command;
  }

  private static List<String> java() {
    return new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
  }

  private static List<String> nginx(Path directory, int port) throws IOException {
    Path program =
        Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
            .map(each -> Path.of(each, "nginx"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new StackException("there is no nginx on the PATH: install it"));
    Path settings = directory.resolve("nginx.conf");
    Files.writeString(
        settings,
        """
        daemon off;
        worker_processes auto;
        pid %1$s/nginx.pid;
        error_log stderr warn;
        events {}
        http {
          access_log off;
          keepalive_requests 100000000;
          client_body_temp_path %1$s;
          server {
            listen 127.0.0.1:%2$d;
            location / { return 204; }
          }
        }
        """
            .formatted(directory, port));
    return List.of(program.toString(), "-e", "stderr", "-p", "" + directory, "-c", "" + settings);
  }

  private String address(String name) {
    Optional<StackProcess> found =
        stack.processes().stream().filter(each -> each.name().equals(name)).findFirst();
    return found.orElseThrow().address();
  }

  /** The edge has come up, and has a lease. */
  private static void awaitAdmitted(DoorLoad load, URI door) throws InterruptedException {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (load.ask(door, 100, 1).otherwise() > 0) {
      if (System.nanoTime() - until > 0) {
        throw new StackException(door + " has no lease for " + TENANT);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static double upkeep(DoorServer server) throws InterruptedException {
    // What was compiled for the requests before is none.
    TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
    Duration before = server.cpu();
    TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
    return (double) server.cpu().minus(before).toNanos() / IDLE.toNanos();
  }

  private boolean holds(String what, boolean holds, double figure, String bound) {
    say("%-50s %.2f (%s)%s", what, figure, bound, holds ? "" : " MISSED");
    return holds;
  }

  private void say(String format, Object... figures) {
    out.accept(String.format(Locale.ROOT, format, figures));
  }

  private static URI check(int port) {
    return URI.create("http://127.0.0.1:%d/v1/check".formatted(port));
  }

  private static double median(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
