package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.WriteHome;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyIntentTest {
  private static final WriteHome HOME = WriteHome.first("eu", "first");

  /**
   * Or the gate would decide by the old table until the next grant, while the edge says that it
   * knows: a write home was taken to be fenced whose edges still admitted.
   */
  @Test
  void whatIsReadAfterAllThatWasRelayedIsNewsToo() {
    PolicyIntent intent = new PolicyIntent();
    assertThat(intent.read(record(1, HOME))).isTrue();
    assertThat(intent.complete()).isTrue();
    WriteHome fenced = HOME.reserved("us", "second", false, false).fencing();

    assertThat(intent.read(record(2, fenced))).isTrue();
    assertThat(intent.read(record(2, fenced))).isFalse();
    assertThat(intent.book().home("acme")).contains(fenced);
  }

  @Test
  void whatWasKnownBeforeAndIsRelayedAgainIsNone() {
    PolicyIntent intent = new PolicyIntent();
    intent.resume(List.of(record(1, HOME)));

    assertThat(intent.read(record(1, HOME))).isFalse();
  }

  private static PolicyRecord record(long revision, WriteHome home) {
    return new PolicyRecord(PolicyKey.home("acme"), revision, revision, home, 0, 0, "maria", "");
  }
}
