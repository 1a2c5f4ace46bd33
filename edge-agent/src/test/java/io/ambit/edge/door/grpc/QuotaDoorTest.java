package io.ambit.edge.door.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.edge.LeasedEdge;
import io.ambit.edge.RunningEdge;
import io.ambit.edge.SharedEdge;
import io.ambit.lease.Exposure;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.usage.Usage;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.envoyproxy.envoy.type.v3.RateLimitStrategy.BlanketRule;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One edge for all; every test has tenants of its own. */
@ExtendWith(SharedEdge.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaDoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private LeasedEdge leased;
  private ManagedChannel channel;

  @BeforeAll
  void start(LeasedEdge shared) {
    leased = shared;
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", leased.edge().grpcPort(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
  }

  @Test
  void whoReportsABucketIsAssignedAPartOfTheLeaseAndCountsAsUsage() throws Exception {
    leased.lease("quota");
    try (QuotaClient envoy = envoy("quota")) {
      envoy.ask();
      envoy.report();
      await().atMost(PATIENCE).until(envoy::fills);

      assertThat(envoy.perSecond()).isBetween(1.0, 1_000.0);
      assertThat(envoy.ask()).isTrue();
      assertThat(leaves("quota"))
          .singleElement()
          .satisfies(leaf -> assertThat(leaf.path("strategy").asText()).isEqualTo("tokens"));
      await().atMost(PATIENCE).until(() -> offered("quota") >= 1_000);
    }
    await().atMost(PATIENCE).until(() -> leaves("quota").isEmpty());
  }

  @Test
  void leafAndGateTogetherStayWithinTheLimit() throws Exception {
    Limit limit = Limit.perSecond("requests", 60, 12);
    leased.lease("both", Enforcement.ENFORCE, limit);
    try (QuotaClient envoy = envoy("both")) {
      envoy.report();
      await().atMost(PATIENCE).until(envoy::fills);
      long start = System.nanoTime();
      long reported = start;
      long byLeaf = 0;
      long byGate = 0;
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4)) {
        byLeaf += envoy.ask() ? 1 : 0;
        byGate += gateAdmits("both") ? 1 : 0;
        if (System.nanoTime() - reported > TimeUnit.MILLISECONDS.toNanos(300)) {
          reported = System.nanoTime();
          envoy.report();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(byLeaf + byGate).isLessThanOrEqualTo((long) (60 * seconds) + 12);
      assertThat(byLeaf).isPositive();
      assertThat(byGate).isPositive();
    }
  }

  @Test
  void aSmallerLeaseIsAcknowledgedWithWhatLeavesMayStillUseOfTheLarger() throws Exception {
    leased.lease("shrinking");
    try (QuotaClient envoy = envoy("shrinking")) {
      envoy.report();
      await().atMost(PATIENCE).until(() -> envoy.perSecond() > 100);

      leased.give("shrinking", LeasedEdge.LIMIT, new Share(20_000, 20_000));
      await().atMost(PATIENCE).until(() -> exposed("shrinking") > 100_000);
      // In between it may be denied, until a bucket that is so much smaller is paid for.
      keepReporting(envoy, () -> fillsLessThan(envoy, 20) && exposed("shrinking") == 0);
    }
  }

  @Test
  void whoTheAgentDoesNotKnowIsDenied() {
    try (QuotaClient envoy = envoy("nobody-knows-me")) {
      envoy.report();
      await().atMost(PATIENCE).until(() -> is(envoy, BlanketRule.DENY_ALL));
    }
  }

  @Test
  void shadowAllowsAll() throws Exception {
    leased.lease("quota-shadow", Enforcement.SHADOW, LeasedEdge.LIMIT);
    try (QuotaClient envoy = envoy("quota-shadow")) {
      envoy.report();
      await().atMost(PATIENCE).until(() -> is(envoy, BlanketRule.ALLOW_ALL));
    }
  }

  @Test
  void aNameThatCannotBeATenantsIsDeniedAndTheStreamGoesOn() {
    try (QuotaClient envoy = envoy("A B")) {
      envoy.ask();
      envoy.report();
      await().atMost(PATIENCE).until(() -> is(envoy, BlanketRule.DENY_ALL));
      assertThat(envoy.ended()).isNotDone();
    }
  }

  @Test
  void aBucketWithoutATenantIsAnErrorToActOn() {
    try (QuotaClient envoy = new QuotaClient(channel, Map.of("name", "all"))) {
      envoy.report();
      await().atMost(PATIENCE).until(() -> envoy.ended().isDone());

      Status status = envoy.ended().join();
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription())
          .isEqualTo(
              "bucket_quota_usages[0].bucket_id: no entry 'tenant'"
                  + " (expected: every bucket names one)");
    }
  }

  @Test
  void anAgentThatStopsEndsItsStreamsRatherThanWaitForThem(@TempDir Path data) {
    RunningEdge stopping = new RunningEdge("eu-stops", data, RunningEdge.NO_BROKER);
    ManagedChannel own =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", stopping.grpcPort(), InsecureChannelCredentials.create())
            .build();
    // Denied by the door alone, so that an agent that knows nothing yet answers.
    QuotaClient envoy = new QuotaClient(own, Map.of("tenant", "A B"));
    try {
      envoy.ask();
      envoy.report();
      await().atMost(PATIENCE).until(() -> is(envoy, BlanketRule.DENY_ALL));
    } finally {
      stopping.close();
    }
    await().atMost(PATIENCE).until(() -> envoy.ended().isDone());
    own.shutdownNow();

    assertThat(envoy.ended().join().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(envoy.ended().join().getDescription()).isEqualTo("The agent is stopping.");
  }

  private QuotaClient envoy(String tenant) {
    return new QuotaClient(channel, Map.of("tenant", tenant, "priority", "critical"));
  }

  private static boolean fillsLessThan(QuotaClient envoy, double most) {
    double perSecond = envoy.perSecond();
    return perSecond > 0 && perSecond < most;
  }

  private static boolean is(QuotaClient envoy, BlanketRule rule) {
    return envoy.strategy() != null
        && envoy.strategy().hasBlanketRule()
        && envoy.strategy().getBlanketRule() == rule;
  }

  private static void keepReporting(QuotaClient envoy, Condition until) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              envoy.report();
              return until.holds();
            });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private boolean gateAdmits(String tenant) {
    RateLimitDescriptor descriptor =
        RateLimitDescriptor.newBuilder()
            .addEntries(Entry.newBuilder().setKey("tenant").setValue(tenant))
            .build();
    return RateLimitServiceGrpc.newBlockingStub(channel)
            .shouldRateLimit(
                RateLimitRequest.newBuilder().setDomain("ambit").addDescriptors(descriptor).build())
            .getOverallCode()
        == RateLimitResponse.Code.OK;
  }

  private List<JsonNode> leaves(String tenant) throws Exception {
    return leased.leaves().stream()
        .filter(leaf -> leaf.path("tenant").asText().equals(tenant))
        .toList();
  }

  private long offered(String tenant) throws Exception {
    return report().usage().stream()
        .filter(usage -> usage.key().tenant().equals(tenant))
        .mapToLong(Usage::offeredMilli)
        .findFirst()
        .orElse(0);
  }

  private long exposed(String tenant) throws Exception {
    return report().exposure().stream()
        .filter(exposure -> exposure.key().tenant().equals(tenant))
        .map(Exposure::lease)
        .mapToLong(Share::rateMilli)
        .findFirst()
        .orElse(0);
  }

  private Report report() throws Exception {
    return leased.newestReport();
  }
}
