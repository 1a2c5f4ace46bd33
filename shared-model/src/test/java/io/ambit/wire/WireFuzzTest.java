package io.ambit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyRecord;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes, decoding answers with a value or an {@link UnreadableRecordException}. The
 * seed of a failure and the bytes are in its message.
 */
class WireFuzzTest {
  private static final int MUTATIONS_PER_SEED = 50_000;

  private static final List<byte[]> VALID =
      List.of(
          Wire.encode(Samples.EDGE_REPORT),
          Wire.encode(Samples.REGION_REPORT),
          Wire.encode(Samples.GRANTS),
          Wire.encode(Samples.BUDGET),
          Wire.encode(Samples.REGION),
          Wire.encode(Samples.DELETED),
          Wire.encode(Samples.AUDIT));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noBytesEverBringAReaderDown(long seed) {
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < MUTATIONS_PER_SEED; i++) {
      int sample = random.nextInt(VALID.size());
      int kind = random.nextInt(8) == 0 ? random.nextInt(VALID.size()) : sample;
      byte[] bytes = mutation(random, VALID.get(sample).clone());
      read += decode(bytes, kind, "seed " + seed + ", mutation " + i);
    }
    // Neither side is vacuous: some mutations keep a record readable, most do not.
    assertThat(read).isBetween(MUTATIONS_PER_SEED / 100, MUTATIONS_PER_SEED);
  }

  private static byte[] mutation(Random random, byte[] bytes) {
    return switch (random.nextInt(5)) {
      case 0 -> noise(random);
      case 1 -> flip(random, bytes, 1);
      case 2 -> flip(random, bytes, 1 + random.nextInt(16));
      case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> spliced(random, bytes);
    };
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (random.nextBoolean() && bytes.length > 2) {
      bytes[0] = 8;
      bytes[1] = Wire.MAJOR;
    }
    return bytes;
  }

  private static byte[] flip(Random random, byte[] bytes, int times) {
    for (int i = 0; i < times; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** The head of one record with the tail of another, or with a part of itself repeated. */
  private static byte[] spliced(Random random, byte[] head) {
    byte[] tail = random.nextBoolean() ? head : VALID.get(random.nextInt(VALID.size()));
    int kept = random.nextInt(head.length);
    int from = random.nextInt(tail.length);
    byte[] bytes = Arrays.copyOf(head, kept + tail.length - from);
    System.arraycopy(tail, from, bytes, kept, tail.length - from);
    return bytes;
  }

  /** Reads as the kind of one of the samples; returns 1 if there was something to read. */
  private static int decode(byte[] bytes, int kind, String which) {
    try {
      return switch (kind) {
        case 0, 1 -> reads(() -> same(Wire.decodeReport(bytes)));
        case 2 -> reads(() -> same(Wire.decodeGrants(bytes)));
        case 3 -> reads(() -> same(Wire.decodePolicy("budget/acme", bytes, 1)));
        case 4 -> reads(() -> same(Wire.decodePolicy("region/eu", bytes, 1)));
        case 5 -> reads(() -> same(Wire.decodePolicy("budget/gone", bytes, 1)));
        default -> reads(() -> same(Wire.decodeAudit(bytes)));
      };
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(which + ": " + HexFormat.of().formatHex(bytes), e);
    }
  }

  private interface Reading {
    void read() throws UnreadableRecordException;
  }

  private static int reads(Reading reading) {
    try {
      reading.read();
      return 1;
    } catch (UnreadableRecordException expected) {
      if (String.valueOf(expected.getMessage()).length() > UnreadableRecordException.MAX_MESSAGE) {
        throw new AssertionError("a message without end", expected);
      }
      return 0;
    }
  }

  /** What was read at all can be written and read again. */
  private static void same(Report report) throws UnreadableRecordException {
    assertThat(Wire.decodeReport(Wire.encode(report))).isEqualTo(report);
  }

  private static void same(Grants grants) throws UnreadableRecordException {
    assertThat(Wire.decodeGrants(Wire.encode(grants))).isEqualTo(grants);
  }

  private static void same(AuditEvent event) throws UnreadableRecordException {
    assertThat(Wire.decodeAudit(Wire.encode(event))).isEqualTo(event);
  }

  private static void same(PolicyRecord record) throws UnreadableRecordException {
    assertThat(Wire.decodePolicy(record.key().toString(), Wire.encode(record), 1))
        .isEqualTo(record);
  }
}
