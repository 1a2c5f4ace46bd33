package io.ambit.stack;

import io.ambit.stack.Link.Server;
import io.ambit.stack.kafka.KafkaMain;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of one stack, in the order they are started: pure data, nothing here touches the
 * machine. All listeners are on the loopback interface.
 */
public record Stack(List<StackProcess> processes) {
  private static final String LOOPBACK = "127.0.0.1";
  static final int KAFKA_PORT = 19092;
  private static final int KAFKA_CONTROLLER_PORT = 19093;
  static final int REDIS_PORT = 16379;
  private static final int EU = 8100;
  private static final int EU_REPLICA = 8110;
  private static final int US = 8200;
  private static final int US_REPLICA = 8210;
  private static final int MANAGEMENT_ABOVE_HTTP = 1000;
  private static final int GRPC_BELOW_HTTP = 1000;

  /** Shorter than in production: on one machine, silence has no other reason than death. */
  private static final String SESSION_TIMEOUT = "--ambit.session-timeout=2s";

  /** Heaps are small because nine processes share a developer's machine. */
  private static final int BROKER_HEAP_MEGABYTES = 256;

  private static final int EDGE_HEAP_MEGABYTES = 256;
  private static final int CONTROLLER_HEAP_MEGABYTES = 192;
  private static final int WITNESS_HEAP_MEGABYTES = 64;

  public Stack {
    processes = List.copyOf(processes);
  }

  /** The stack at a site. */
  public static Stack of(Site site) {
    return new Stack(nine(site, Wiring.direct(site)));
  }

  /** The same, and behind the arbiter and each region a second replica that stands by. */
  public static Stack withReplicas(Site site) {
    return twelve(site, Wiring.direct(site));
  }

  /** The nine, and a witness outside both regions. */
  public static Stack withWitness(Site site) {
    return sorted(nine(site, Wiring.direct(site)), List.of(witness(site, Wiring.direct(site))));
  }

  /** Everything there can be. */
  public static Stack complete(Site site) {
    Wiring wiring = Wiring.direct(site);
    return sorted(twelve(site, wiring).processes(), List.of(witness(site, wiring)));
  }

  private static Stack sorted(List<StackProcess> some, List<StackProcess> more) {
    List<StackProcess> all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(Comparator.comparing(StackProcess::layer));
    return new Stack(all);
  }

  /**
   * The same with replicas, where every process reaches Kafka and Redis by {@link #links(Site)} and
   * not otherwise: without a proxy in each of them nothing works.
   */
  public static Stack linked(Site site) {
    return twelve(site, Wiring.linked(site));
  }

  /** The links of the linked stack. */
  public static List<Link> links(Site site) {
    return Wiring.linked(site).links();
  }

  private static Stack twelve(Site site, Wiring wiring) {
    return sorted(
        nine(site, wiring),
        List.of(
            arbiter(site, wiring, "arbiter-2", 8081),
            region(site, wiring, "eu", "region-eu-2", EU_REPLICA),
            region(site, wiring, "us", "region-us-2", US_REPLICA)));
  }

  private static List<StackProcess> nine(Site site, Wiring wiring) {
    return List.of(
        kafka(site, wiring),
        redis(site),
        arbiter(site, wiring, "arbiter-1", 8080),
        region(site, wiring, "eu", "region-eu", EU),
        region(site, wiring, "us", "region-us", US),
        edge(site, wiring, "eu", 1, 8101),
        edge(site, wiring, "eu", 2, 8102),
        edge(site, wiring, "us", 1, 8201),
        edge(site, wiring, "us", 2, 8202));
  }

  /** The process of that name. */
  public Optional<StackProcess> find(String name) {
    return processes.stream().filter(process -> process.name().equals(name)).findFirst();
  }

  /** Every name, in the order of starting. */
  public List<String> names() {
    return processes.stream().map(StackProcess::name).toList();
  }

  /** One service of every module. */
  List<Program.Service> services() {
    Map<String, Program.Service> byModule = new LinkedHashMap<>();
    for (StackProcess process : processes) {
      if (process.program() instanceof Program.Service service) {
        byModule.putIfAbsent(service.module(), service);
      }
    }
    return List.copyOf(byModule.values());
  }

  /** Every port of every process. */
  public List<Integer> ports() {
    return processes.stream().flatMap(p -> p.ports().stream()).map(Port::number).toList();
  }

  private static StackProcess kafka(Site site, Wiring wiring) {
    Path directory = site.home().resolve("kafka");
    int port = site.port(KAFKA_PORT);
    int controllerPort = site.port(KAFKA_CONTROLLER_PORT);
    List<Port> ports = new ArrayList<>();
    ports.add(new Port("kafka", port));
    ports.add(new Port("controller", controllerPort));
    List<String> arguments =
        new ArrayList<>(List.of("" + directory, "" + port, "" + controllerPort));
    for (Link link : wiring.kafkaLinks()) {
      ports.add(new Port("link", link.serverPort()));
      arguments.add(link.serverPort() + "=" + link.port());
    }
    return new StackProcess(
        "kafka",
        Layer.BACKING,
        ports,
        new Program.JavaClass(
            ownClassPath(site),
            KafkaMain.class.getName(),
            BROKER_HEAP_MEGABYTES,
            Optional.of(ownTarget(site).resolve("kafka.jsa")),
            arguments),
        directory,
        new Readiness.KafkaCluster(LOOPBACK + ":" + port));
  }

  private static Path ownTarget(Site site) {
    return site.checkout().resolve("local-stack").resolve("target");
  }

  private static String ownClassPath(Site site) {
    Path target = ownTarget(site);
    return String.join(File.pathSeparator, target + "/*", target + "/lib/*");
  }

  private static StackProcess redis(Site site) {
    Path directory = site.home().resolve("redis");
    int port = site.port(REDIS_PORT);
    return new StackProcess(
        "redis",
        Layer.BACKING,
        List.of(new Port("redis", port)),
        new Program.RedisServer(redisArguments(directory, port)),
        directory,
        new Readiness.RedisPing(port));
  }

  /** Redis holds soft state only, so it persists nothing; a title would hide its command line. */
  private static List<String> redisArguments(Path directory, int port) {
    return List.of(
        "--bind", LOOPBACK,
        "--port", "" + port,
        "--dir", directory.toString(),
        "--save", "",
        "--appendonly", "no",
        "--maxmemory", "64mb",
        "--set-proc-title", "no");
  }

  private static StackProcess arbiter(Site site, Wiring wiring, String node, int httpPort) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--ambit.security.token-file=" + site.tokenFile());
    arguments.add(SESSION_TIMEOUT);
    arguments.add(globalKafka(wiring, node));
    arguments.addAll(redisClient(wiring, node));
    return service(
        site,
        node,
        node,
        Layer.GLOBAL,
        httpPort,
        "global-arbiter",
        CONTROLLER_HEAP_MEGABYTES,
        arguments);
  }

  private static StackProcess region(
      Site site, Wiring wiring, String region, String node, int httpPort) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--ambit.region=" + region);
    arguments.add(SESSION_TIMEOUT);
    arguments.add(region.equals("eu") ? watchUs(site) : watchEu(site));
    arguments.add(regionalKafka(wiring, node));
    arguments.add(globalKafka(wiring, node));
    arguments.addAll(redisClient(wiring, node));
    return service(
        site,
        node,
        node,
        Layer.REGION,
        httpPort,
        "regional-controller",
        CONTROLLER_HEAP_MEGABYTES,
        arguments);
  }

  /** Where the controllers of a region are, those of replicas that may not run among them. */
  private static String watchEu(Site site) {
    return watch("eu", site.port(EU), site.port(EU_REPLICA));
  }

  private static String watchUs(Site site) {
    return watch("us", site.port(US), site.port(US_REPLICA));
  }

  private static String watch(String region, int port, int replicaPort) {
    return "--ambit.watch.%s=http://%s:%d,http://%s:%d"
        .formatted(region, LOOPBACK, port, LOOPBACK, replicaPort);
  }

  private static StackProcess witness(Site site, Wiring wiring) {
    String node = "witness-1";
    return service(
        site,
        node,
        node,
        Layer.REGION,
        8095,
        "regional-controller",
        WITNESS_HEAP_MEGABYTES,
        List.of("--ambit.role=witness", watchEu(site), watchUs(site), globalKafka(wiring, node)));
  }

  private static StackProcess edge(
      Site site, Wiring wiring, String region, int number, int httpPort) {
    String node = region + "-" + number;
    String name = "edge-" + node;
    Port grpc = new Port("grpc", site.port(httpPort) - GRPC_BELOW_HTTP);
    List<String> arguments =
        List.of(
            "--ambit.region=" + region,
            "--ambit.grpc.port=" + grpc.number(),
            "--ambit.grpc.address=" + LOOPBACK,
            regionalKafka(wiring, name));
    return service(
            site, name, node, Layer.EDGE, httpPort, "edge-agent", EDGE_HEAP_MEGABYTES, arguments)
        .with(grpc);
  }

  @SuppressWarnings("TooManyParameters") // One call per tier, right above.
  private static StackProcess service(
      Site site,
      String name,
      String node,
      Layer layer,
      int basePort,
      String module,
      int heapMegabytes,
      List<String> own) {
    Path directory = site.dataDirectory(node);
    Port http = new Port("http", site.port(basePort));
    Port management = new Port("management", http.number() + MANAGEMENT_ABOVE_HTTP);
    List<String> arguments = new ArrayList<>();
    arguments.add("--ambit.data-directory=" + directory);
    arguments.add("--ambit.node=" + node);
    arguments.addAll(listeners(http, management));
    arguments.addAll(own);
    URI readyz = URI.create(http.address() + "/readyz");
    return new StackProcess(
        name,
        layer,
        List.of(http, management),
        new Program.Service(module, heapMegabytes, arguments),
        directory,
        new Readiness.Http(readyz));
  }

  private static List<String> listeners(Port http, Port management) {
    return List.of(
        "--server.address=" + LOOPBACK,
        "--server.port=" + http.number(),
        "--management.server.address=" + LOOPBACK,
        "--management.server.port=" + management.number());
  }

  private static String regionalKafka(Wiring wiring, String client) {
    return "--ambit.kafka.regional.bootstrap-servers=%s:%d"
        .formatted(LOOPBACK, wiring.port(client, Server.REGIONAL_KAFKA));
  }

  private static String globalKafka(Wiring wiring, String client) {
    return "--ambit.kafka.global.bootstrap-servers=%s:%d"
        .formatted(LOOPBACK, wiring.port(client, Server.GLOBAL_KAFKA));
  }

  private static List<String> redisClient(Wiring wiring, String client) {
    return List.of(
        "--spring.data.redis.host=" + LOOPBACK,
        "--spring.data.redis.port=" + wiring.port(client, Server.REDIS));
  }
}
