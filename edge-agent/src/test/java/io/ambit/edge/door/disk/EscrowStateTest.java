package io.ambit.edge.door.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.Snapshot;
import io.ambit.escrow.Account;
import io.ambit.escrow.Closing;
import io.ambit.escrow.EscrowMemory;
import io.ambit.lease.Boot;
import io.ambit.lease.Stamp;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscrowStateTest {
  private static final Account ACCOUNT =
      new Account(new LimitKey("acme", "tokens"), new Period(36_000, 39_600));
  private static final Closing CLOSING = new Closing(ACCOUNT, Boot.of(1, 1), 7_000);
  private static final EscrowMemory MEMORY =
      new EscrowMemory(
          Boot.of(2, 2), List.of(new EscrowMemory.Reserve(ACCOUNT, 9_000)), List.of(CLOSING), 0);

  @Test
  void theSameMachineBootReadsWhatWasWritten() throws Exception {
    assertThat(read("machine-1", "eu-1")).isEqualTo(MEMORY);
  }

  @Test
  void afterACrashOfTheMachineOnlyWhatCannotHaveChangedIsBelieved() throws Exception {
    EscrowMemory memory = read("machine-2", "eu-1");

    assertThat(memory.boot()).isNull();
    assertThat(memory.reserves()).isEmpty();
    assertThat(memory.closings()).containsExactly(CLOSING);
  }

  @Test
  void anotherNodeHasSpentNothingOfThis() throws Exception {
    assertThat(read("machine-1", "eu-2")).isEqualTo(EscrowMemory.EMPTY);
  }

  private static EscrowMemory read(String machineBoot, String node) throws Exception {
    Snapshot snapshot = new Snapshot(List.of(), Stamp.NONE, List.of(), null, 1, MEMORY, List.of());
    byte[] bytes = new StateCodec("eu-1", "machine-1").write(snapshot, 5);
    return new StateCodec(node, machineBoot).read(bytes, 6).escrow();
  }
}
