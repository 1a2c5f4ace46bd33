package io.ambit.edge.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Verdict;
import io.ambit.lease.Boot;
import io.ambit.model.Mode;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptsTest {
  private static final Refused REFUSED = refused(Reason.OVER_BUDGET, 120L);

  private final Receipts receipts = new Receipts(Boot.of(1, 2), new byte[32], 0);

  private static Refused refused(Reason reason, @Nullable Long leaseAgeMillis) {
    Costs costs = new Costs(1, new TreeMap<>(Map.of("tokens", 300L)));
    return new Refused(
        new Charge("acme", costs, 5_000_000, false),
        Operation.WRITE,
        Priority.SHEDDABLE,
        Verdict.SHED,
        reason,
        "tokens",
        41,
        250,
        Mode.DEGRADED,
        18,
        leaseAgeMillis);
  }

  @Test
  void anIdIsReadAsItWasWritten() {
    Costs costs = new Costs(7, new TreeMap<>(Map.of("bytes", 2_048L, "tokens", 0L)));
    Charge charge = new Charge("acme", costs, -5, true);

    String id = receipts.admitted(charge);

    assertThat(id).matches("00000000-1-[-_0-9A-Za-z]+").hasSizeLessThan(64);
    assertThat(receipts.read(id)).contains(new Receipt(1, charge));
  }

  @Test
  void noOtherIdIsRead() {
    String id = receipts.admitted(new Charge("acme", Costs.ONE, 0, true));

    assertThat(receipts.read(receipts.refused(REFUSED))).isEmpty();
    assertThat(receipts.read("")).isEmpty();
    assertThat(receipts.read("00000000-1-")).isEmpty();
    assertThat(receipts.read(id.replace("00000000-1-", "00000000-2-"))).isEmpty();
    assertThat(receipts.read(id.substring(0, id.length() - 1))).isEmpty();
    for (int i = 11; i < id.length(); i++) {
      char other = id.charAt(i) == 'A' ? 'B' : 'A';
      String forged = id.substring(0, i) + other + id.substring(i + 1);
      assertThat(receipts.read(forged)).as(forged).isEmpty();
    }
    byte[] secret = new byte[32];
    secret[0] = 1;
    assertThat(new Receipts(Boot.of(1, 2), secret, 0).read(id)).isEmpty();
    assertThat(new Receipts(Boot.of(1L << 60, 2), new byte[32], 0).read(id)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aRefusalExplainsItself(Reason reason) {
    Refused refused = refused(reason, 120L);

    assertThat(receipts.readRefused(receipts.refused(refused))).contains(refused);
  }

  @Test
  void aRefusalBeforeTheFirstLeaseHasNoAge() {
    Refused refused = refused(Reason.CONTROL_LOSS, null);

    assertThat(receipts.readRefused(receipts.refused(refused))).contains(refused);
  }

  @Test
  void onlyRefusalsOfThisBootAreExplained() {
    String id = receipts.refused(REFUSED);

    assertThat(receipts.readRefused(receipts.admitted(REFUSED.charge()))).isEmpty();
    byte[] secret = new byte[32];
    secret[0] = 1;
    assertThat(new Receipts(Boot.of(1, 2), secret, 0).readRefused(id)).isEmpty();
    for (int i = 11; i < id.length(); i++) {
      char other = id.charAt(i) == 'A' ? 'B' : 'A';
      String forged = id.substring(0, i) + other + id.substring(i + 1);
      assertThat(receipts.readRefused(forged)).as(forged).isEmpty();
    }
  }

  @Test
  void theLongestRefusalIsReadToo() {
    String name = "x".repeat(63);
    TreeMap<String, Long> named = new TreeMap<>();
    for (int i = 0; i < 16; i++) {
      named.put("x".repeat(61) + (10 + i), 1_000_000_000L);
    }
    Charge charge = new Charge(name, new Costs(1, named), Long.MAX_VALUE / 2, false);
    Refused refused =
        new Refused(
            charge,
            Operation.READ,
            Priority.CRITICAL_PLUS,
            Verdict.SERVE_STALE,
            Reason.NO_BACKEND,
            name,
            Long.MAX_VALUE,
            3_600_000,
            Mode.FLOOR,
            Long.MAX_VALUE,
            Long.MAX_VALUE);

    assertThat(receipts.readRefused(receipts.refused(refused))).contains(refused);
  }
}
