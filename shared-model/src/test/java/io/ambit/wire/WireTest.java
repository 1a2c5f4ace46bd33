package io.ambit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.Term;
import io.ambit.lease.WriteLease;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.usage.Usage;
import io.ambit.wire.UnreadableRecordException.Reason;
import io.ambit.wire.v1.V1;
import io.ambit.wire.v1.V1.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void aTermComesBackAsItWasAndIsUnderItsOwnKey() throws Exception {
    Term term = new Term("eu", 12);

    assertThat(Wire.isTerm(Wire.termKey("eu"))).isTrue();
    assertThat(Wire.decodeTerm(Wire.termKey("eu"), Wire.encode(term))).isEqualTo(term);
    assertThatThrownBy(() -> Wire.decodeTerm(Wire.termKey("us"), Wire.encode(term)))
        .isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void grantsSayUnderWhichEpochTheirOwnerGives() throws Exception {
    Stamp stamp = new Stamp(3, 1);
    Grants grants =
        new Grants(
            "eu",
            stamp,
            Boot.of(1, 2),
            9,
            12,
            List.of(),
            List.of(),
            stamp,
            List.of(),
            WriteLease.NONE);

    assertThat(Wire.decodeGrants(Wire.encode(grants))).isEqualTo(grants);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(Wire.decodeReport(Wire.encode(Samples.EDGE_REPORT))).isEqualTo(Samples.EDGE_REPORT);
    assertThat(Wire.decodeReport(Wire.encode(Samples.REGION_REPORT)))
        .isEqualTo(Samples.REGION_REPORT);
    assertThat(Wire.decodeGrants(Wire.encode(Samples.GRANTS))).isEqualTo(Samples.GRANTS);
    assertThat(Wire.decodeAudit(Wire.encode(Samples.AUDIT))).isEqualTo(Samples.AUDIT);
    for (PolicyRecord record : List.of(Samples.BUDGET, Samples.REGION, Samples.DELETED)) {
      assertThat(Wire.decodePolicy(record.key().toString(), Wire.encode(record), 99))
          .isEqualTo(record);
    }
  }

  @Test
  void whatWasTurnedDownIsSaidToWhoeverReadsTheLog() throws Exception {
    RegionDeclaration declared =
        new RegionDeclaration(50_000, 2, AdminState.ACTIVE).turningDown("proposal-eu-1");
    PolicyRecord record =
        new PolicyRecord(PolicyKey.region("eu"), 19, 2, declared, 1, 2, "ada", "a drill", "k-1");
    assertThat(Wire.decodePolicy("region/eu", Wire.encode(record), 19)).isEqualTo(record);
  }

  @Test
  void equalValuesGiveEqualBytes() {
    assertThat(Wire.encode(Samples.BUDGET)).isEqualTo(Wire.encode(Samples.BUDGET.at(18)));
  }

  @Test
  void aPolicyRecordWithoutARevisionTakesTheOneOfItsPlaceInTheLog() throws Exception {
    byte[] uncommitted = Wire.encode(Samples.BUDGET.at(0));

    assertThat(Wire.decodePolicy("budget/acme", uncommitted, 7)).isEqualTo(Samples.BUDGET.at(7));
  }

  @Test
  void aRecordUnderAnotherObjectsKeyIsRefused() {
    byte[] bytes = Wire.encode(Samples.BUDGET);

    assertUnreadable(() -> Wire.decodePolicy("budget/other", bytes, 1), Reason.INVALID)
        .withMessage("policy: key: 'budget/other' (expected: 'budget/acme' as in the value)");
  }

  @Test
  void aReportOrGrantUnderAnotherNodesKeyIsRefused() throws Exception {
    byte[] report = Wire.encode(Samples.EDGE_REPORT);
    byte[] grants = Wire.encode(Samples.GRANTS);

    assertThat(Wire.decodeReport("eu-1", report)).isEqualTo(Samples.EDGE_REPORT);
    assertThat(Wire.decodeGrants("eu-1", grants)).isEqualTo(Samples.GRANTS);
    assertUnreadable(() -> Wire.decodeReport("eu-2", report), Reason.INVALID)
        .withMessage("key: 'eu-2' (expected: 'eu-1' as in the value)");
    assertUnreadable(() -> Wire.decodeGrants(null, grants), Reason.INVALID)
        .withMessage("key: 'null' (expected: 'eu-1' as in the value)");
  }

  @Test
  void aTombstonesKeyNamesTheObjectThatIsGone() throws Exception {
    assertThat(Wire.decodePolicyKey("budget/acme")).isEqualTo(PolicyKey.budget("acme"));
    assertUnreadable(() -> Wire.decodePolicyKey("acme"), Reason.INVALID);
    assertUnreadable(() -> Wire.decodePolicyKey(null), Reason.INVALID);
  }

  @Test
  void aRecordWithoutAValueIsMalformed() {
    assertUnreadable(() -> Wire.decodeReport(null), Reason.MALFORMED)
        .withMessage("envelope: none (expected: a value)");
    assertUnreadable(() -> Wire.decodePolicy("budget/acme", null, 1), Reason.MALFORMED);
  }

  @Test
  void aRecordOfAnotherKindIsRefused() {
    assertUnreadable(() -> Wire.decodeReport(Wire.encode(Samples.GRANTS)), Reason.WRONG_KIND)
        .withMessage("envelope: grants (expected: report)");
    assertUnreadable(
            () ->
                Wire.decodeGrants(
                    changed(Wire.encode(Samples.GRANTS), Envelope.Builder::clearBody)),
            Reason.WRONG_KIND)
        .withMessage("envelope: no body known (expected: grants)");
  }

  @Test
  void aNewerMinorIsReadAndItsNewFieldsAreIgnored() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .build();
    byte[] newer =
        changed(
            Wire.encode(Samples.EDGE_REPORT),
            envelope -> {
              envelope.getReportBuilder().getUsageColumnsBuilder().setUnknownFields(unknown);
              envelope.setMinor(Wire.MINOR + 1).setUnknownFields(unknown);
            });

    assertThat(Wire.decodeReport(newer)).isEqualTo(Samples.EDGE_REPORT);
  }

  @Test
  void aNewerMajorIsRefusedWhateverItsBodyIs() {
    // Field 3 as a plain text is no report that today's schema could parse.
    byte[] bytes = {8, 3, 26, 3, 'h', 'e', 'y'};

    assertUnreadable(() -> Wire.decodeReport(bytes), Reason.FUTURE_VERSION)
        .withMessage("envelope: major 3 (expected: 1 to 2)");
  }

  @Test
  void bytesThatAreNoEnvelopeAreMalformed() {
    assertUnreadable(() -> Wire.decodeReport(new byte[0]), Reason.MALFORMED)
        .withMessage("envelope: major 0 (expected: 1 to 2)");
    assertUnreadable(() -> Wire.decodeReport(new byte[] {'{', '"', 'a'}), Reason.MALFORMED);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = Wire.encode(Samples.REGION_REPORT);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Assertions.assertThatExceptionOfType(UnreadableRecordException.class)
          .as("%d bytes of %d", length, whole.length)
          .isThrownBy(() -> Wire.decodeReport(cut));
    }
  }

  @Test
  void anOversizedRecordIsRefusedBeforeItIsLookedAt() {
    assertUnreadable(() -> Wire.decodeReport(new byte[Wire.MAX_BYTES + 1]), Reason.OVERSIZED)
        .withMessage("envelope: 921601 bytes (expected: at most 921600)");
  }

  @Test
  void anActiveTenantTakesTwelveBytesOfAReportAtMost() {
    Report like = Samples.EDGE_REPORT;
    List<Usage> usage = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      long offered = 1_000L * (5_000_000 / (i + 1) + i);
      usage.add(
          new Usage(
              new LimitKey("tenant-%06d".formatted(i * 37), "requests"),
              offered,
              offered - 1_000L * (i % 7)));
    }
    Report report =
        new Report(
            new Report.Header(like.node(), like.boot(), like.sequence(), like.sentNanos()),
            Report.Knows.of(like.applied(), like.policyRevision()),
            like.mode(),
            Report.Told.of(usage),
            false);

    assertThat(Wire.encode(report).length).isLessThanOrEqualTo(12 * 10_000);
  }

  @Test
  void aPageOfGrantsFitsIntoARecordWhateverTheNames() {
    List<LeaseGrant> leases = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String name = Integer.toString(i, 36) + "x".repeat(59);
      Share share = new Share(Share.MAX_MILLI - i, Share.MAX_MILLI - 2L * i);
      leases.add(new LeaseGrant(new LimitKey(name, name), share, share, 1_000 + i, 20_000 + i));
    }
    Grants like = Samples.GRANTS;
    Grants grants =
        new Grants(
            like.node(), like.stamp(), like.boot(), 0, leases, leases, like.since(), List.of());

    assertThat(Wire.encode(grants).length).isLessThan(Wire.MAX_BYTES);
  }

  @Test
  void whatNobodyMayReadIsNotWritten() {
    NodeStatus child = Samples.REGION_REPORT.children().getFirst();
    Report huge = withChildren(Collections.nCopies(30_000, child));

    assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(huge));
  }

  @Test
  void moreChildrenThanAParentTakesAreRefused() {
    V1.NodeStatus empty = V1.NodeStatus.getDefaultInstance();
    byte[] bytes =
        report(
            report ->
                report.addAllChildren(Collections.nCopies(LeaseParent.MAX_CHILDREN + 1, empty)));

    assertUnreadable(() -> Wire.decodeReport(bytes), Reason.INVALID)
        .withMessage("report: children: 10003 (expected: 0 to 10000)");
  }

  @Test
  void moreLimitsThanAReportMayNameAreRefused() {
    byte[] bytes =
        report(
            report ->
                report.addAllUsage(
                    Collections.nCopies(Lists.MAX_LIMITS + 1, V1.Usage.getDefaultInstance())));

    assertUnreadable(() -> Wire.decodeReport(bytes), Reason.INVALID)
        .withMessage("report: usage: 100002 (expected: 0 to 100000)");
  }

  @Test
  void aValueOutOfRangeIsNamed() {
    assertInvalid(report -> report.setNode("Not A Name"), "report: node: 'Not A Name'");
    assertInvalid(report -> report.setBoot("00"), "report: boot: not 32 hex digits");
    assertInvalid(report -> report.setSequence(-1), "report: sequence: -1");
    assertInvalid(
        report -> report.setMode("asleep"),
        "report: mode: 'asleep' (expected one of: target, degraded, floor, recovery)");
    assertInvalid(
        report -> report.getExposureBuilder(0).getLeaseBuilder().setRateMilli(-5),
        "report: rateMilli: -5");
    assertInvalid(report -> report.getUsageBuilder(0).setTenant("../x"), "report: tenant: '../x'");
  }

  @Test
  void aLeaseSmallerThanItsFloorIsRefused() {
    byte[] bytes =
        changed(
            Golden.bytes("v1", "grants"),
            envelope ->
                envelope
                    .getGrantsBuilder()
                    .getLeasesBuilder(0)
                    .getFloorBuilder()
                    .setRateMilli(9_999));

    assertUnreadable(() -> Wire.decodeGrants(bytes), Reason.INVALID)
        .withMessage("grants: lease: smaller than its floor for acme-bytes");
  }

  @Test
  void aDeletedObjectHasNoSpecAndALivingOneHas() {
    byte[] both = policy(Samples.BUDGET, policy -> policy.setDeleted(true));
    byte[] neither = policy(Samples.DELETED, policy -> policy.setDeleted(false));

    assertUnreadable(() -> Wire.decodePolicy("budget/acme", both, 1), Reason.INVALID);
    assertUnreadable(() -> Wire.decodePolicy("budget/gone", neither, 1), Reason.INVALID);
  }

  @Test
  void aSpecOfAnotherKindThanTheKeyIsRefused() {
    byte[] bytes =
        policy(
            Samples.BUDGET,
            policy ->
                policy.setRegion(V1.RegionSpec.newBuilder().setWeight(1).setAdminState("active")));

    assertUnreadable(() -> Wire.decodePolicy("budget/acme", bytes, 1), Reason.INVALID)
        .withMessage("policy: spec: does not fit budget/acme");
  }

  @Test
  void aRegionNamedTwiceIsRefused() {
    byte[] bytes =
        policy(
            Samples.BUDGET,
            policy -> {
              V1.LimitSpec.Builder limit = policy.getBudgetBuilder().getLimitsBuilder(0);
              limit.addRegions(limit.getRegions(0));
            });

    assertUnreadable(() -> Wire.decodePolicy("budget/acme", bytes, 1), Reason.INVALID)
        .withMessage("policy: regions: 'eu' is there twice");
  }

  @Test
  void aTextWithoutEndIsRefusedInAMessageThatHasOne() {
    String text = "x".repeat(800_000);
    byte[] bytes = changed(Wire.encode(Samples.AUDIT), e -> e.getAuditBuilder().setReason(text));
    byte[] named = report(report -> report.setMode(text).setNode("n"));

    assertUnreadable(() -> Wire.decodeAudit(bytes), Reason.INVALID)
        .withMessage("audit: reason: 800000 characters (expected: at most 4096)");
    assertUnreadable(() -> Wire.decodeReport(named), Reason.INVALID)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()))
                    .hasSizeLessThanOrEqualTo(UnreadableRecordException.MAX_MESSAGE));
    assertUnreadable(() -> Wire.decodePolicy(text, Wire.encode(Samples.BUDGET), 1), Reason.INVALID)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()))
                    .hasSizeLessThanOrEqualTo(UnreadableRecordException.MAX_MESSAGE));
  }

  private static void assertInvalid(Consumer<V1.Report.Builder> change, String start) {
    assertUnreadable(() -> Wire.decodeReport(report(change)), Reason.INVALID)
        .withMessageStartingWith(start);
  }

  private static ThrowableAssertAlternative<UnreadableRecordException> assertUnreadable(
      ThrowingCallable decoding, Reason reason) {
    return Assertions.assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(decoding)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] report(Consumer<V1.Report.Builder> change) {
    return changed(
        Golden.bytes("v1", "report-region"),
        envelope -> change.accept(envelope.getReportBuilder()));
  }

  private static byte[] policy(PolicyRecord record, Consumer<V1.PolicyRecord.Builder> change) {
    return changed(Wire.encode(record), envelope -> change.accept(envelope.getPolicyBuilder()));
  }

  private static byte[] changed(byte[] bytes, Consumer<Envelope.Builder> change) {
    try {
      Envelope.Builder envelope = Envelope.parseFrom(bytes).toBuilder();
      change.accept(envelope);
      return envelope.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Report withChildren(List<NodeStatus> children) {
    Report like = Samples.REGION_REPORT;
    return new Report(
        new Report.Header(like.node(), like.boot(), like.sequence(), like.sentNanos()),
        Report.Knows.of(like.applied(), like.policyRevision()),
        like.mode(),
        new Report.Told(like.usage(), like.exposure(), Report.Gaps.NONE, children, List.of()),
        like.leaving());
  }
}
