package io.ambit.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackTest {
  private static final Path HOME = Path.of("/somewhere/.ambit");
  private final Stack stack = Stack.of(site(0));

  @Test
  void theNineProcessesListenWhereTheDocumentationSays() {
    assertThat(stack.processes())
        .extracting(StackProcess::name, StackProcess::ports)
        .map(tuple -> tuple.toList().get(0) + " " + tuple.toList().get(1))
        .containsExactly(
            "kafka " + ports("kafka", 19092, "controller", 19093),
            "redis " + List.of(new Port("redis", 16379)),
            "arbiter-1 " + ports("http", 8080, "management", 9080),
            "region-eu " + ports("http", 8100, "management", 9100),
            "region-us " + ports("http", 8200, "management", 9200),
            "edge-eu-1 " + edgePorts(8101),
            "edge-eu-2 " + edgePorts(8102),
            "edge-us-1 " + edgePorts(8201),
            "edge-us-2 " + edgePorts(8202));
  }

  @Test
  void replicasStandByBesideTheArbiterAndEveryRegion() {
    Stack all = Stack.withReplicas(site(0));

    assertThat(all.names())
        .containsAll(stack.names())
        .hasSize(12)
        .containsSubsequence("arbiter-1", "arbiter-2", "region-eu", "region-eu-2", "edge-eu-1");
    assertThat(all.find("arbiter-2").orElseThrow().ports())
        .isEqualTo(ports("http", 8081, "management", 9081));
    assertThat(all.find("region-eu-2").orElseThrow().ports())
        .isEqualTo(ports("http", 8110, "management", 9110));
    assertThat(all.find("region-us-2").orElseThrow().ports())
        .isEqualTo(ports("http", 8210, "management", 9210));
    assertThat(arguments(all, "region-eu-2")).contains("--ambit.region=eu");
    assertThat(all.ports()).doesNotHaveDuplicates();
  }

  @Test
  void inTheLinkedStackEveryProcessReachesEveryServerByALinkOfItsOwn() {
    Stack linked = Stack.linked(site(0));
    List<Link> links = Stack.links(site(0));

    assertThat(linked.names()).isEqualTo(Stack.withReplicas(site(0)).names());
    // Four edges have one, four controllers three, two arbiters two.
    assertThat(links).hasSize(20);
    for (Link link : links) {
      assertThat(String.join(" ", arguments(linked, link.client()))).contains("" + link.port());
      if (link.server() != Link.Server.REDIS) {
        assertThat(arguments(linked, "kafka")).contains(link.serverPort() + "=" + link.port());
      }
    }
    for (String client : List.of("edge-us-2", "region-eu-2", "arbiter-1")) {
      assertThat(String.join(" ", arguments(linked, client))).doesNotContain("19092", "16379");
    }
  }

  @Test
  void noPortOfALinkIsThatOfAStackSomewhereElse() {
    List<Integer> direct = Stack.withReplicas(site(0)).ports();
    List<Integer> ofLinks = new ArrayList<>(Stack.linked(site(0)).ports());
    ofLinks.removeAll(direct);
    Stack.links(site(0)).forEach(link -> ofLinks.add(link.port()));

    assertThat(ofLinks).hasSize(14 + 20).doesNotHaveDuplicates();
    // The offsets of stacks that run side by side differ by multiples of 20.
    assertThat(ofLinks)
        .extracting(port -> port % 20)
        .doesNotContainAnyElementsOf(direct.stream().map(port -> port % 20).toList());
  }

  @Test
  void theOffsetShiftsEveryPortAndEveryMentionOfOne() {
    List<Integer> shifted = Stack.of(site(2000)).ports();

    assertThat(shifted).isEqualTo(stack.ports().stream().map(port -> port + 2000).toList());
    assertThat(arguments(Stack.of(site(2000)), "region-eu"))
        .contains(
            "--server.port=10100",
            "--management.server.port=11100",
            "--ambit.kafka.regional.bootstrap-servers=127.0.0.1:21092",
            "--ambit.kafka.global.bootstrap-servers=127.0.0.1:21092",
            "--spring.data.redis.port=18379");
    assertThat(arguments(Stack.of(site(2000)), "edge-us-1")).contains("--ambit.grpc.port=9201");
  }

  @Test
  void everyListenerIsOnTheLoopbackInterface() {
    for (StackProcess process : stack.processes()) {
      if (process.program() instanceof Program.Service service) {
        assertThat(service.arguments())
            .contains("--server.address=127.0.0.1", "--management.server.address=127.0.0.1");
      }
    }
    assertThat(arguments(stack, "edge-eu-1")).contains("--ambit.grpc.address=127.0.0.1");
    assertThat(arguments(stack, "redis")).containsSequence("--bind", "127.0.0.1");
  }

  @Test
  void everyNodeHasItsOwnNameAndItsOwnDirectory() {
    assertThat(arguments(stack, "edge-eu-1"))
        .contains(
            "--ambit.node=eu-1",
            "--ambit.region=eu",
            "--ambit.data-directory=/somewhere/.ambit/data/eu-1");
    assertThat(arguments(stack, "arbiter-1"))
        .contains("--ambit.security.token-file=/somewhere/.ambit/operator.token");
    assertThat(stack.processes()).extracting(StackProcess::directory).doesNotHaveDuplicates();
  }

  @Test
  void homeAndOffsetComeFromTheEnvironment() {
    Site site = Site.of(Path.of(""), Map.of("AMBIT_HOME", "elsewhere", "AMBIT_PORT_OFFSET", "70"));

    assertThat(site.home()).isEqualTo(site.checkout().resolve("elsewhere"));
    assertThat(site.portOffset()).isEqualTo(70);
    assertThat(Site.of(Path.of(""), Map.of()).home()).isEqualTo(site.checkout().resolve(".ambit"));
  }

  private static Site site(int offset) {
    return new Site(Path.of("/checkout"), HOME, offset);
  }

  private static List<String> arguments(Stack stack, String name) {
    return stack.find(name).orElseThrow().program().arguments();
  }

  private static List<Port> edgePorts(int http) {
    return List.of(
        new Port("http", http), new Port("management", http + 1000), new Port("grpc", http - 1000));
  }

  private static List<Port> ports(String first, int port, String second, int otherPort) {
    return List.of(new Port(first, port), new Port(second, otherPort));
  }
}
