package io.ambit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Reachability;
import io.ambit.failover.Traffic;
import io.ambit.lease.GrantPage;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of every kind of record, kept. The text beside each file says the same for people.
 *
 * <p>The rule: what a released version wrote, every later one reads, so its files are never edited
 * and never removed; a new kind of record or a new field gets a new file beside them. {@code
 * -Dambit.golden.write=true} writes the files that are missing and touches none that is there.
 */
class GoldenFilesTest {
  private static final SortedMap<String, Object> FIRST =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("policy-budget", Samples.BUDGET),
              Map.entry("policy-region", Samples.REGION),
              Map.entry("policy-deleted", Samples.DELETED),
              Map.entry("policy-failover", Samples.FAILOVER_POLICY),
              Map.entry("policy-safety-rules", Samples.SAFETY_RULES),
              Map.entry("policy-spill-table", Samples.SPILL_TABLE),
              Map.entry("policy-failover-homes", Samples.HOMES_POLICY),
              Map.entry("reachability", Samples.REACHABILITY),
              Map.entry("traffic", Samples.TRAFFIC),
              Map.entry("traffic-refusing", Samples.REFUSING_TRAFFIC),
              Map.entry("policy-home", Samples.HOME),
              Map.entry("audit", Samples.AUDIT),
              Map.entry("escrow-report", Samples.ESCROW_REPORT),
              Map.entry("allotments", Samples.ALLOTMENTS),
              Map.entry("policy-period-budget", Samples.PERIOD_BUDGET),
              Map.entry("policy-lending-budget", Samples.LENDING_BUDGET),
              Map.entry("policy-stale-budget", Samples.STALE_BUDGET),
              Map.entry("policy-loss-budget", Samples.LOSS_BUDGET),
              Map.entry("backends", Samples.BACKENDS),
              Map.entry("leader", Samples.LEADER)));

  /** Major 1 wrote them otherwise, and what it wrote is still read. */
  private static final SortedMap<String, Object> TWICE =
      new TreeMap<>(
          Map.of(
              "report-edge", Samples.EDGE_REPORT,
              "report-region", Samples.REGION_REPORT,
              "grants", Samples.GRANTS,
              "report-witness", Samples.WITNESS_REPORT,
              "grants-region", Samples.REGION_GRANTS));

  private static final SortedMap<String, Object> SECOND =
      new TreeMap<>(
          Map.of(
              "grants-page", Samples.PAGE,
              "grants-writes", Samples.WRITES_PAGE,
              "report-marks", Samples.MARKED_REPORT,
              "report-partial", Samples.PARTIAL_REPORT));

  record File(String major, String name, Object value) {
    Path path(String suffix) {
      return Golden.DIRECTORY.resolve(major).resolve(name + suffix);
    }

    @Override
    public String toString() {
      return major + "/" + name;
    }
  }

  static List<File> files() throws IOException {
    List<File> files = new ArrayList<>(written());
    TWICE.forEach((name, value) -> files.add(new File("v1", name, value)));
    return files;
  }

  /** What today's encoder writes. */
  static List<File> written() throws IOException {
    List<File> files = new ArrayList<>();
    FIRST.forEach((name, value) -> files.add(new File("v1", name, value)));
    TWICE.forEach((name, value) -> files.add(new File("v2", name, value)));
    SECOND.forEach((name, value) -> files.add(new File("v2", name, value)));
    if (Boolean.getBoolean("ambit.golden.write")) {
      writeMissing(files);
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("written")
  void todaysEncoderWritesTheseVeryBytes(File file) {
    assertThat(encode(file.value())).isEqualTo(bytes(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void todaysDecoderReadsThem(File file) throws Exception {
    assertThat(decode(bytes(file), file.value())).isEqualTo(file.value());
  }

  @ParameterizedTest
  @MethodSource("files")
  void theTextBesideThemSaysTheSame(File file) throws IOException {
    assertThat(text(bytes(file))).isEqualTo(Files.readString(file.path(".txtpb")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void everyFileIsChecked(String major) throws IOException {
    SortedSet<String> expected = new TreeSet<>();
    for (File file : files()) {
      if (file.major().equals(major)) {
        expected.add(file.name() + ".bin");
        expected.add(file.name() + ".txtpb");
      }
    }
    try (Stream<Path> there = Files.list(Golden.DIRECTORY.resolve(major))) {
      assertThat(there.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void writeMissing(List<File> files) throws IOException {
    for (File each : files) {
      Files.createDirectories(each.path("").getParent());
      if (!Files.exists(each.path(".bin"))) {
        byte[] bytes = encode(each.value());
        Files.write(each.path(".bin"), bytes, StandardOpenOption.CREATE_NEW);
        Files.writeString(each.path(".txtpb"), text(bytes), StandardOpenOption.CREATE_NEW);
      }
    }
  }

  private static byte[] encode(Object value) {
    return switch (value) {
      case Report report -> Wire.encode(report);
      case Grants grants -> Wire.encode(grants);
      case GrantPage page -> Wire.encode(page);
      case PolicyRecord record -> Wire.encode(record);
      case AuditEvent event -> Wire.encode(event);
      case EscrowReport report -> Wire.encode(report);
      case Allotments allotments -> Wire.encode(allotments);
      case Leader leader -> Wire.encode(leader);
      case BackendNews news -> Wire.encode(news);
      case Traffic traffic -> Wire.encode(traffic);
      case Reachability reach -> Wire.encode(reach);
      default -> throw new AssertionError(value);
    };
  }

  private static Object decode(byte[] bytes, Object like) throws UnreadableRecordException {
    return switch (like) {
      case Report report -> Wire.decodeReport(bytes);
      case Grants grants -> Wire.decodeGrants(bytes);
      case GrantPage page -> Wire.decodePage(page.key(), bytes);
      case PolicyRecord record -> Wire.decodePolicy(record.key().toString(), bytes, 0);
      case AuditEvent event -> Wire.decodeAudit(bytes);
      case EscrowReport report -> Wire.decodeEscrowReport(Wire.escrowKey(report.node()), bytes);
      case Allotments allotments -> Wire.decodeAllotments(Wire.escrowKey(allotments.node()), bytes);
      case Leader leader -> Wire.decodeLeader(bytes);
      case BackendNews news -> Wire.decodeBackends(Wire.backendsKey(news.node()), bytes);
      case Traffic traffic -> Wire.decodeTraffic(Wire.trafficKey(traffic.node()), bytes);
      case Reachability reach -> Wire.decodeReach(Wire.reachKey(reach.node()), bytes);
      default -> throw new AssertionError(like);
    };
  }

  private static byte[] bytes(File file) {
    return Golden.bytes(file.major(), file.name());
  }

  private static String text(byte[] bytes) throws IOException {
    return TextFormat.printer().printToString(Envelope.parseFrom(bytes));
  }
}
