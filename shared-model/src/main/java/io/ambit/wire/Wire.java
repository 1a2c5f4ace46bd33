package io.ambit.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Reachability;
import io.ambit.failover.Traffic;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.Oath;
import io.ambit.lease.Report;
import io.ambit.lease.Term;
import io.ambit.model.AuditEvent;
import io.ambit.model.Leader;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.wire.UnreadableRecordException.Reason;
import io.ambit.wire.v1.V1.Envelope;
import io.ambit.wire.v1.V1.Envelope.BodyCase;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Domain values as record values, and back.
 *
 * <p>Encoding is deterministic: equal values give equal bytes. Decoding accepts every minor of the
 * {@link #MAJOR} it knows and ignores fields it does not know; it throws nothing but {@link
 * UnreadableRecordException}, whatever the bytes. Thread-safe.
 */
public final class Wire {
  /** A reader refuses a larger one: it would get that wrong. */
  public static final int MAJOR = 2;

  /** Reports and grants are written as of {@link #MAJOR}; the others have not changed since. */
  private static final int FIRST_MAJOR = 1;

  /** Says what a writer could say; readers take any. */
  public static final int MINOR = 0;

  /** The largest record, below Kafka's default of 1 MiB with its own framing. */
  public static final int MAX_BYTES = 900 * 1024;

  private static final Parser<Envelope> PARSER = DiscardUnknownFieldsParser.wrap(Envelope.parser());

  private static final String ESCROW = "escrow/";

  private static final String OATH = "oath/";
  private static final String TERM = "term/";

  private static final String BACKENDS = "backends/";

  private static final String TRAFFIC = "traffic/";
  private static final String REACH = "reach/";

  private static final int MAJOR_TAG = Envelope.MAJOR_FIELD_NUMBER << 3;

  private Wire() {}

  public static byte[] encode(Report report) {
    return seal(envelope().setMajor(MAJOR).setReport(ReportCodec.write(report)));
  }

  /** Grants that say everything by themselves. */
  public static byte[] encode(Grants grants) {
    return encode(GrantPage.whole(grants));
  }

  public static byte[] encode(GrantPage page) {
    return seal(envelope().setMajor(MAJOR).setGrants(GrantsCodec.write(page)));
  }

  /**
   * Reads a page of grants.
   *
   * @param key the record's key, which must be {@link GrantPage#key()} of the value
   */
  public static GrantPage decodePage(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    GrantPage page = decodePage(value);
    requireKey(key, page.key());
    return page;
  }

  private static GrantPage decodePage(byte @Nullable [] value) throws UnreadableRecordException {
    return read(value, BodyCase.GRANTS, envelope -> GrantsCodec.read(envelope.getGrants()));
  }

  public static byte[] encode(EscrowReport report) {
    return seal(envelope().setEscrowReport(EscrowCodec.write(report)));
  }

  public static byte[] encode(Allotments allotments) {
    return seal(envelope().setAllotments(EscrowCodec.write(allotments)));
  }

  /**
   * The key of escrow records of {@code node}: they share their topics with the reports and grants
   * of leases, which are keyed by the node alone, and the newest of each is kept.
   */
  public static String escrowKey(String node) {
    return ESCROW + node;
  }

  /** Whether a record under {@code key} is one of period budgets. */
  public static boolean isEscrow(@Nullable String key) {
    return key != null && key.startsWith(ESCROW);
  }

  public static byte[] encode(Oath oath) {
    return seal(envelope().setOath(OathCodec.write(oath)));
  }

  /** The key of oaths of {@code node}, which share a topic with grants. */
  public static String oathKey(String node) {
    return OATH + node;
  }

  /** Whether a record under {@code key} is an oath. */
  public static boolean isOath(@Nullable String key) {
    return key != null && key.startsWith(OATH);
  }

  public static byte[] encode(Term term) {
    return seal(envelope().setTerm(TermCodec.write(term)));
  }

  /** The key of terms of {@code node}, which share a topic with grants. */
  public static String termKey(String node) {
    return TERM + node;
  }

  /** Whether a record under {@code key} is a term. */
  public static boolean isTerm(@Nullable String key) {
    return key != null && key.startsWith(TERM);
  }

  public static byte[] encode(BackendNews news) {
    return seal(envelope().setBackends(BackendsCodec.write(news)));
  }

  /** The key of what {@code node} says of backends, which shares topics with leases. */
  public static String backendsKey(String node) {
    return BACKENDS + node;
  }

  /** Whether a record under {@code key} is news of backends. */
  public static boolean isBackends(@Nullable String key) {
    return key != null && key.startsWith(BACKENDS);
  }

  public static byte[] encode(Traffic traffic) {
    return seal(envelope().setTraffic(FailoverCodec.write(traffic)));
  }

  /** The key of what {@code node} says of its traffic, which shares topics with leases. */
  public static String trafficKey(String node) {
    return TRAFFIC + node;
  }

  /** Whether a record under {@code key} tells of traffic. */
  public static boolean isTraffic(@Nullable String key) {
    return key != null && key.startsWith(TRAFFIC);
  }

  public static Traffic decodeTraffic(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Traffic traffic =
        read(value, BodyCase.TRAFFIC, envelope -> FailoverCodec.read(envelope.getTraffic()));
    requireKey(key, trafficKey(traffic.node()));
    return traffic;
  }

  public static byte[] encode(Reachability reach) {
    return seal(envelope().setReachability(FailoverCodec.write(reach)));
  }

  /** The key of what {@code node} says of whom it reaches, which shares a topic with summaries. */
  public static String reachKey(String node) {
    return REACH + node;
  }

  /** Whether a record under {@code key} tells who is reached. */
  public static boolean isReach(@Nullable String key) {
    return key != null && key.startsWith(REACH);
  }

  public static Reachability decodeReach(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Reachability reach =
        read(
            value,
            BodyCase.REACHABILITY,
            envelope -> FailoverCodec.read(envelope.getReachability()));
    requireKey(key, reachKey(reach.node()));
    return reach;
  }

  public static byte[] encode(PolicyRecord record) {
    return seal(envelope().setPolicy(PolicyCodec.write(record)));
  }

  public static byte[] encode(AuditEvent event) {
    return seal(envelope().setAudit(AuditCodec.write(event)));
  }

  public static byte[] encode(Leader leader) {
    return seal(envelope().setLeader(LeaderCodec.write(leader)));
  }

  public static Report decodeReport(byte @Nullable [] bytes) throws UnreadableRecordException {
    return read(bytes, BodyCase.REPORT, envelope -> ReportCodec.read(envelope.getReport()));
  }

  /** Grants that say everything by themselves. */
  public static Grants decodeGrants(byte @Nullable [] bytes) throws UnreadableRecordException {
    GrantPage page = decodePage(bytes);
    if (page.number() > 0) {
      throw new UnreadableRecordException(
          Reason.INVALID, "grants: page %d (expected: all of them)".formatted(page.number()));
    }
    return page.lines();
  }

  public static EscrowReport decodeEscrowReport(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    EscrowReport report =
        read(
            value,
            BodyCase.ESCROW_REPORT,
            envelope -> EscrowCodec.read(envelope.getEscrowReport()));
    requireKey(key, escrowKey(report.node()));
    return report;
  }

  public static Allotments decodeAllotments(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Allotments allotments =
        read(value, BodyCase.ALLOTMENTS, envelope -> EscrowCodec.read(envelope.getAllotments()));
    requireKey(key, escrowKey(allotments.node()));
    return allotments;
  }

  /** The same, and the record's {@code key} must name the node that the value is about. */
  public static Report decodeReport(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Report report = decodeReport(value);
    requireKey(key, report.node());
    return report;
  }

  /** The same, and the record's {@code key} must name the node that the value is about. */
  public static Grants decodeGrants(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Grants grants = decodeGrants(value);
    requireKey(key, grants.node());
    return grants;
  }

  /**
   * Reads a policy record.
   *
   * @param key the record's key, which must name the object that the value describes
   * @param revision the record's place in the authority's log, for a value that carries none
   */
  public static PolicyRecord decodePolicy(
      @Nullable String key, byte @Nullable [] value, long revision)
      throws UnreadableRecordException {
    String text = String.valueOf(key);
    return read(
        value, BodyCase.POLICY, envelope -> PolicyCodec.read(text, envelope.getPolicy(), revision));
  }

  /** Reads the key of a policy record that has no value, a tombstone. */
  public static PolicyKey decodePolicyKey(@Nullable String key) throws UnreadableRecordException {
    try {
      return PolicyKey.parse(String.valueOf(key));
    } catch (IllegalArgumentException refused) {
      throw new UnreadableRecordException(Reason.INVALID, String.valueOf(refused.getMessage()));
    }
  }

  public static AuditEvent decodeAudit(byte @Nullable [] bytes) throws UnreadableRecordException {
    return read(bytes, BodyCase.AUDIT, envelope -> AuditCodec.read(envelope.getAudit()));
  }

  public static Leader decodeLeader(byte @Nullable [] bytes) throws UnreadableRecordException {
    return read(bytes, BodyCase.LEADER, envelope -> LeaderCodec.read(envelope.getLeader()));
  }

  public static Oath decodeOath(byte @Nullable [] bytes) throws UnreadableRecordException {
    return read(bytes, BodyCase.OATH, envelope -> OathCodec.read(envelope.getOath()));
  }

  /** A term; the record's {@code key} must name whose it is. */
  public static Term decodeTerm(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    Term term = read(value, BodyCase.TERM, envelope -> TermCodec.read(envelope.getTerm()));
    requireKey(key, termKey(term.node()));
    return term;
  }

  /** News of backends; the record's {@code key} must name who says so. */
  public static BackendNews decodeBackends(@Nullable String key, byte @Nullable [] value)
      throws UnreadableRecordException {
    BackendNews news =
        read(value, BodyCase.BACKENDS, envelope -> BackendsCodec.read(envelope.getBackends()));
    requireKey(key, backendsKey(news.node()));
    return news;
  }

  private static void requireKey(@Nullable String key, String node)
      throws UnreadableRecordException {
    if (!node.equals(key)) {
      throw new UnreadableRecordException(
          Reason.INVALID, "key: '%.80s' (expected: '%s' as in the value)".formatted(key, node));
    }
  }

  private static Envelope.Builder envelope() {
    return Envelope.newBuilder().setMajor(FIRST_MAJOR).setMinor(MINOR);
  }

  /** The bytes; throws {@link IllegalArgumentException} rather than write what no one may read. */
  private static byte[] seal(Envelope.Builder builder) {
    byte[] bytes = builder.build().toByteArray();
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(sizeMessage(bytes));
    }
    return bytes;
  }

  private static <T> T read(byte @Nullable [] bytes, BodyCase expected, Function<Envelope, T> body)
      throws UnreadableRecordException {
    Envelope envelope = open(bytes);
    if (envelope.getBodyCase() != expected) {
      throw new UnreadableRecordException(
          Reason.WRONG_KIND,
          "envelope: %s (expected: %s)".formatted(word(envelope.getBodyCase()), word(expected)));
    }
    try {
      return body.apply(envelope);
    } catch (IllegalArgumentException refused) {
      throw new UnreadableRecordException(
          Reason.INVALID, word(expected) + ": " + refused.getMessage());
    }
  }

  private static Envelope open(byte @Nullable [] bytes) throws UnreadableRecordException {
    if (bytes == null) {
      throw new UnreadableRecordException(Reason.MALFORMED, "envelope: none (expected: a value)");
    }
    if (bytes.length > MAX_BYTES) {
      throw new UnreadableRecordException(Reason.OVERSIZED, sizeMessage(bytes));
    }
    try {
      requireVersion(major(bytes));
      return PARSER.parseFrom(bytes);
    } catch (InvalidProtocolBufferException broken) {
      throw malformed(broken);
    }
  }

  private static void requireVersion(int major) throws UnreadableRecordException {
    if (major < FIRST_MAJOR || major > MAJOR) {
      throw new UnreadableRecordException(
          major == 0 ? Reason.MALFORMED : Reason.FUTURE_VERSION,
          "envelope: major %s (expected: %d to %d)"
              .formatted(Integer.toUnsignedString(major), FIRST_MAJOR, MAJOR));
    }
  }

  /** The version alone: the body of a newer major need not even parse as one of today's. */
  private static int major(byte[] bytes) throws UnreadableRecordException {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    int major = 0;
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (tag == MAJOR_TAG) {
          major = input.readUInt32();
        } else if (!input.skipField(tag)) {
          throw new UnreadableRecordException(Reason.MALFORMED, "envelope: ends in mid-air");
        }
      }
    } catch (IOException broken) {
      throw malformed(broken);
    }
    return major;
  }

  private static UnreadableRecordException malformed(IOException broken) {
    return new UnreadableRecordException(
        Reason.MALFORMED, "envelope: %s (expected: Protobuf)".formatted(broken.getMessage()));
  }

  private static String sizeMessage(byte[] bytes) {
    return "envelope: %d bytes (expected: at most %d)".formatted(bytes.length, MAX_BYTES);
  }

  private static String word(BodyCase body) {
    return body == BodyCase.BODY_NOT_SET ? "no body known" : body.name().toLowerCase(Locale.ROOT);
  }
}
