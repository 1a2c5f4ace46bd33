package io.ambit.stack.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records nobody can read, on every topic that anybody reads. */
@ExtendWith(OnRunningStack.class)
class PoisonIT {
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(20);
  private static final Pattern REJECTED =
      Pattern.compile("(?m)^ambit_records_rejected_total\\{.*topic=\"([^\"]+)\".*} ([1-9].*)$");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Every topic with a key that its reader cares for, and none that a real object has. */
  private static final SequencedMap<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("ambit.policy", "budget/poison");
    KEYS.put("ambit.audit", "poison");
    KEYS.put("ambit.global.grants", "eu");
    KEYS.put("ambit.global.summaries", "eu");
    KEYS.put("ambit.eu.grants", "eu-1");
    KEYS.put("ambit.eu.policy", "budget/poison");
    KEYS.put("ambit.eu.summaries", "eu-1");
  }

  @Test
  void whatNobodyCanReadIsKeptAndCountedAndTheReadersGoOn(RunningStack stack) throws Exception {
    SortedSet<String> fed = new TreeSet<>();
    try (Broker broker = new Broker(stack.kafka())) {
      for (String topic : KEYS.keySet()) {
        byte[] genuine = broker.newestValue(topic);
        for (Poison poison : Poison.values()) {
          broker.append(topic, KEYS.get(topic), poison.from(genuine));
          fed.add(named(topic, poison.reason(), poison.from(genuine).length));
        }
      }
      SortedSet<String> kept = new TreeSet<>();
      await()
          .atMost(KEPT_WITHIN)
          .untilAsserted(
              () -> {
                broker.newlyRejected().forEach(record -> kept.add(named(record)));
                assertThat(kept).containsAll(fed);
              });
    }
    SortedSet<String> counted = counted(stack);
    Promises.measured(
        "whatNobodyCanReadIsKeptAndCountedAndTheReadersGoOn",
        "%d kinds on %d topics kept and counted".formatted(Poison.values().length, KEYS.size()),
        "%d kept, %d topics counted".formatted(fed.size(), counted.size()));

    assertThat(counted).containsAll(KEYS.keySet());
    goesOn(stack);
  }

  private static void goesOn(RunningStack stack) throws Exception {
    long revision = stack.operator().put("after-poison", new Budget(1_000, 100)).revision();
    for (Edge edge : stack.edges()) {
      Edge.Answer answer =
          edge.askUntil("after-poison", Duration.ofSeconds(2), Edge.Answer::admitted);
      assertThat(answer.admitted()).as(edge.name() + ": " + answer).isTrue();
      assertThat(answer.policyRevision()).isGreaterThanOrEqualTo(revision);
    }
    stack.operator().requireNothingLost();
  }

  /** Topics that some process counts refused records of. */
  private static SortedSet<String> counted(RunningStack stack)
      throws IOException, InterruptedException {
    SortedSet<String> topics = new TreeSet<>();
    for (URI metrics : stack.metrics()) {
      HttpRequest request = HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(5)).build();
      Matcher found = REJECTED.matcher(HTTP.send(request, BodyHandlers.ofString()).body());
      while (found.find()) {
        topics.add(found.group(1));
      }
    }
    return topics;
  }

  private static String named(ConsumerRecord<String, byte[]> record) {
    return named(
        header(record, "ambit-topic"), header(record, "ambit-reason"), record.value().length);
  }

  private static String named(String topic, String reason, int bytes) {
    return "%s %s %d bytes".formatted(topic, reason, bytes);
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
