package io.ambit.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.model.AuditEvent;
import io.ambit.model.Leader;
import io.ambit.model.PolicyRecord;
import io.ambit.wire.v1.V1.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every kind of record, kept. The text beside each file says the same for people.
 *
 * <p>The rule: what a released version wrote, every later one reads, so its files are never edited
 * and never removed; a new kind of record or a new field gets a new file beside them. {@code
 * -Dambit.golden.write=true} writes the files that are missing and touches none that is there.
 */
class GoldenFilesTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden/v1");

  private static final SortedMap<String, Object> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("report-edge", Samples.EDGE_REPORT),
              Map.entry("report-region", Samples.REGION_REPORT),
              Map.entry("grants", Samples.GRANTS),
              Map.entry("report-witness", Samples.WITNESS_REPORT),
              Map.entry("grants-region", Samples.REGION_GRANTS),
              Map.entry("policy-budget", Samples.BUDGET),
              Map.entry("policy-region", Samples.REGION),
              Map.entry("policy-deleted", Samples.DELETED),
              Map.entry("audit", Samples.AUDIT),
              Map.entry("escrow-report", Samples.ESCROW_REPORT),
              Map.entry("allotments", Samples.ALLOTMENTS),
              Map.entry("policy-period-budget", Samples.PERIOD_BUDGET),
              Map.entry("policy-lending-budget", Samples.LENDING_BUDGET),
              Map.entry("policy-stale-budget", Samples.STALE_BUDGET),
              Map.entry("backends", Samples.BACKENDS),
              Map.entry("leader", Samples.LEADER)));

  static SortedSet<String> names() throws IOException {
    if (Boolean.getBoolean("ambit.golden.write")) {
      writeMissing();
    }
    return new TreeSet<>(VALUES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void todaysEncoderWritesTheseVeryBytes(String name) throws IOException {
    assertThat(encode(value(name))).isEqualTo(bytes(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void todaysDecoderReadsThem(String name) throws Exception {
    assertThat(decode(bytes(name), value(name))).isEqualTo(value(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTextBesideThemSaysTheSame(String name) throws IOException {
    assertThat(text(bytes(name))).isEqualTo(Files.readString(DIRECTORY.resolve(name + ".txtpb")));
  }

  @Test
  void everyFileIsChecked() throws IOException {
    SortedSet<String> expected = new TreeSet<>();
    for (String name : names()) {
      expected.add(name + ".bin");
      expected.add(name + ".txtpb");
    }
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void writeMissing() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (Map.Entry<String, Object> each : VALUES.entrySet()) {
      Path binary = DIRECTORY.resolve(each.getKey() + ".bin");
      if (!Files.exists(binary)) {
        byte[] bytes = encode(each.getValue());
        Files.write(binary, bytes, StandardOpenOption.CREATE_NEW);
        Path text = DIRECTORY.resolve(each.getKey() + ".txtpb");
        Files.writeString(text, text(bytes), StandardOpenOption.CREATE_NEW);
      }
    }
  }

  private static byte[] encode(Object value) {
    return switch (value) {
      case Report report -> Wire.encode(report);
      case Grants grants -> Wire.encode(grants);
      case PolicyRecord record -> Wire.encode(record);
      case AuditEvent event -> Wire.encode(event);
      case EscrowReport report -> Wire.encode(report);
      case Allotments allotments -> Wire.encode(allotments);
      case Leader leader -> Wire.encode(leader);
      case BackendNews news -> Wire.encode(news);
      default -> throw new AssertionError(value);
    };
  }

  private static Object decode(byte[] bytes, Object like) throws UnreadableRecordException {
    return switch (like) {
      case Report report -> Wire.decodeReport(bytes);
      case Grants grants -> Wire.decodeGrants(bytes);
      case PolicyRecord record -> Wire.decodePolicy(record.key().toString(), bytes, 0);
      case AuditEvent event -> Wire.decodeAudit(bytes);
      case EscrowReport report -> Wire.decodeEscrowReport(Wire.escrowKey(report.node()), bytes);
      case Allotments allotments -> Wire.decodeAllotments(Wire.escrowKey(allotments.node()), bytes);
      case Leader leader -> Wire.decodeLeader(bytes);
      case BackendNews news -> Wire.decodeBackends(Wire.backendsKey(news.node()), bytes);
      default -> throw new AssertionError(like);
    };
  }

  private static Object value(String name) {
    return requireNonNull(VALUES.get(name));
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(DIRECTORY.resolve(name + ".bin"));
  }

  private static String text(byte[] bytes) throws IOException {
    return TextFormat.printer().printToString(Envelope.parseFrom(bytes));
  }
}
