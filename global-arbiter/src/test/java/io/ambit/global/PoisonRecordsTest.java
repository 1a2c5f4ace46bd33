package io.ambit.global;

import static io.ambit.global.OperatorApiTest.budget;
import static io.ambit.global.OperatorApiTest.quota;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.Stamp;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.wire.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a topic, its reader goes on, and what it could not read is kept. */
@ExtendWith(Stage.Extension.class)
final class PoisonRecordsTest {
  private static final String REJECTED = "ambit.global.rejected";

  private final Stage stage;
  private final Regions regions;

  /** A record nobody can read, and the word for why. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Poison(String key, byte[] value, String reason) {}

  PoisonRecordsTest(Stage stage) {
    this.stage = stage;
    this.regions = stage.regions();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ambit.policy", "ambit.global.grants", "ambit.global.summaries"})
  void aRecordNobodyCanReadIsKeptWithWhyAndPassedOver(String topic) {
    List<Poison> poisons = poisons(topic);
    int before = regions.read(REJECTED).size();
    poisons.forEach(poison -> regions.append(topic, poison.key(), poison.value()));

    await()
        .atMost(Arbiter.PATIENCE)
        .until(() -> regions.read(REJECTED).size() >= before + poisons.size());
    List<ConsumerRecord<String, byte[]>> kept = regions.read(REJECTED);
    for (int i = 0; i < poisons.size(); i++) {
      ConsumerRecord<String, byte[]> record = kept.get(before + i);
      assertThat(header(record, "ambit-reason")).isEqualTo(poisons.get(i).reason());
      assertThat(header(record, "ambit-topic")).isEqualTo(topic);
      assertThat(header(record, "ambit-detail")).isNotBlank();
      assertThat(record.key()).isEqualTo(poisons.get(i).key());
      assertThat(record.value()).isEqualTo(poisons.get(i).value());
    }
    assertThat(stage.arbiter().metrics()).containsPattern(rejected(topic) + "[1-9]");
  }

  @Test
  void whatIsReadIsCountedFromTheStart() {
    String metrics = stage.arbiter().metrics();

    assertThat(metrics).containsPattern(rejected("ambit.global.leader") + "0\\.0");
    assertThat(metrics)
        .containsPattern("ambit_failovers_total\\{[^}]*kind=\"evacuate\"[^}]*} 0\\.0");
  }

  private static String rejected(String topic) {
    return "ambit_records_rejected_total\\{[^}]*topic=\"" + Pattern.quote(topic) + "\"[^}]*} ";
  }

  @Test
  void aWriteAfterPoisonInItsLogIsReadBackAllTheSame() {
    regions.append("ambit.policy", "budget/poisoned", new byte[] {1, 2, 3});

    assertThat(stage.arbiter().put(budget("after-poison"), quota(5)).status()).isEqualTo(201);
    regions.append("ambit.global.summaries", "eu", new byte[] {1, 2, 3});
    regions.report("eu", "after-poison", 1);
    await()
        .atMost(Arbiter.PATIENCE)
        .until(
            () ->
                stage
                    .arbiter()
                    .get("/api/v1/regions/eu")
                    .body()
                    .at("/status/mode")
                    .asText()
                    .equals("target"));
  }

  private List<Poison> poisons(String topic) {
    byte[] right = right(topic);
    byte[] future = right.clone();
    future[1] = 99;
    String key = topic.equals("ambit.policy") ? "budget/poison" : "poison";
    byte[] wrong = topic.equals("ambit.policy") ? grants() : policy();
    return List.of(
        new Poison(key, "not protobuf at all".getBytes(UTF_8), "malformed"),
        new Poison(key, Arrays.copyOf(right, right.length - 3), "malformed"),
        new Poison(key, new byte[Wire.MAX_BYTES + 1], "oversized"),
        new Poison(key, future, "future_version"),
        new Poison(key, wrong, "wrong_kind"),
        new Poison(key + "-else", right, "invalid"));
  }

  private byte[] right(String topic) {
    return switch (topic) {
      case "ambit.policy" -> policy();
      case "ambit.global.grants" -> grants();
      default -> Wire.encode(regions.summary("poison", "acme", 1));
    };
  }

  private static byte[] policy() {
    Budget budget = Budget.of(Limit.perSecond("requests", 10, 10));
    return Wire.encode(
        new PolicyRecord(PolicyKey.budget("poison"), 0, 1, budget, 1, 1, "nobody", ""));
  }

  private static byte[] grants() {
    return Wire.encode(new Grants("poison", new Stamp(1, 1), Boot.of(1, 1), 1, List.of()));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
