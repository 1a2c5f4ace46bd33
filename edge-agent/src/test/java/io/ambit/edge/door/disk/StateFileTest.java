package io.ambit.edge.door.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.Snapshot;
import io.ambit.escrow.EscrowMemory;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Ladder;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final long SECOND = 1_000_000_000;
  private static final long NOW = 1_000 * SECOND;
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final Share LEASE = new Share(100_000, 10_000);
  private static final Share FLOOR = new Share(1_000, 1_000);

  private final List<EdgeInput> told = new CopyOnWriteArrayList<>();
  private final Path directory;

  StateFileTest(@TempDir Path temporary) {
    this.directory = temporary.resolve("edge");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    keep(snapshot(7));
    Snapshot read = read("eu-1", "machine-boot-1", NOW + SECOND);

    assertThat(read.stamp()).isEqualTo(new Stamp(3, 7));
    assertThat(read.leases()).isEqualTo(snapshot(7).leases());
    assertThat(read.policy()).isEqualTo(snapshot(7).policy());
    assertThat(read.answeredNanos()).isEqualTo(NOW - SECOND);
  }

  @Test
  void writingIsToldOnceItIsDone() {
    keep(snapshot(7));
    assertThat(told).containsExactly(new EdgeInput.Persisted(new Stamp(3, 7), 1));
  }

  @Test
  void aBurstIsWrittenUpToItsLast() {
    try (StateFile file = open("eu-1", "machine-boot-1", NOW)) {
      for (int i = 1; i <= 1_000; i++) {
        file.write(snapshot(i));
      }
      await().until(() -> told.contains(new EdgeInput.Persisted(new Stamp(3, 1_000), 1)));
    }
    assertThat(read("eu-1", "machine-boot-1", NOW).stamp().sequence()).isEqualTo(1_000);
  }

  @Test
  void afterTheMachineStartedAnewOnlyPolicyAndFloorsAreLeft() {
    keep(snapshot(7));
    Snapshot read = read("eu-1", "machine-boot-2", 5 * SECOND);

    assertThat(read.policy()).hasSize(1);
    assertThat(read.answeredNanos()).isNull();
    assertThat(read.leases()).hasSize(1);
    assertThat(read.leases().getFirst().usable(5 * SECOND)).isEqualTo(FLOOR);
  }

  @Test
  void aMachineThatDoesNotNameItsBootKeepsNoLease() {
    try (StateFile file = open("eu-1", "", NOW)) {
      file.write(snapshot(7));
    }
    assertThat(read("eu-1", "", NOW).leases().getFirst().usable(NOW)).isEqualTo(FLOOR);
  }

  @Test
  void whoHadLeavesIsKnownWhateverBecameOfTheMachine() {
    Snapshot seven = snapshot(7);
    keep(
        new Snapshot(
            seven.policy(),
            seven.stamp(),
            seven.leases(),
            seven.answeredNanos(),
            seven.durableVersion(),
            seven.escrow(),
            List.of("acme", "bob")));
    assertThat(read("eu-1", "machine-boot-1", NOW).leafTenants()).containsExactly("acme", "bob");
    assertThat(read("eu-1", "machine-boot-2", NOW).leafTenants()).containsExactly("acme", "bob");
  }

  @Test
  void anInstantFromTheFutureIsNotBelieved() {
    keep(snapshot(7));
    Snapshot read = read("eu-1", "machine-boot-1", NOW - 1);
    assertThat(read.leases().getFirst().usable(NOW - 1)).isEqualTo(FLOOR);
  }

  @Test
  void anotherNodeGetsThePolicyAndNotALease() {
    keep(snapshot(7));
    Snapshot read = read("eu-2", "machine-boot-1", NOW);
    assertThat(read.policy()).hasSize(1);
    assertThat(read.leases()).isEmpty();
    assertThat(read.stamp()).isEqualTo(Stamp.NONE);
  }

  @Test
  void aFileThatIsNotWholeIsNeverTakenForOneThatIs() {
    StateCodec codec = new StateCodec("eu-1", "machine-boot-1");
    byte[] sound = codec.write(snapshot(7), NOW);
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = sound.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> codec.read(broken, NOW))
          .isInstanceOf(UnreadableStateException.class);
    }
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatThrownBy(() -> codec.read(cut, NOW)).isInstanceOf(UnreadableStateException.class);
    }
  }

  @Test
  void withAFileItCannotReadTheEdgeStartsEmptyAndKeepsItForAPerson() throws IOException {
    keep(snapshot(7));
    Files.writeString(directory.resolve("edge.state"), "nonsense");

    assertThat(read("eu-1", "machine-boot-1", NOW)).isEqualTo(Snapshot.empty());
    assertThat(directory.resolve("edge.state.unreadable")).hasContent("nonsense");
    assertThat(directory.resolve("edge.state")).doesNotExist();
  }

  @Test
  void twoAgentsNeverShareADirectory() {
    try (StateFile first = open("eu-1", "machine-boot-1", NOW)) {
      assertThat(first.read()).isEqualTo(Snapshot.empty());
      assertThatThrownBy(() -> open("eu-2", "machine-boot-1", NOW))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("is in use by another edge agent");
    }
    open("eu-2", "machine-boot-1", NOW).close();
  }

  @Test
  void aDiskThatFailsLeavesNothingOldBehindAndIsTold() throws IOException {
    try (StateFile file = open("eu-1", "machine-boot-1", NOW)) {
      file.write(snapshot(7));
      await().until(() -> told.size() == 1);
      // A directory where the next file should be written: works for root, too.
      Path inTheWay = Files.createDirectory(directory.resolve("edge.state.next"));
      file.write(snapshot(8));
      await().until(() -> told.size() == 3);
      assertThat(directory.resolve("edge.state")).doesNotExist();
      Files.delete(inTheWay);
      file.write(snapshot(9));
      await().until(() -> told.size() == 5);
    }
    assertThat(told)
        .containsExactly(
            new EdgeInput.Persisted(new Stamp(3, 7), 1),
            new EdgeInput.DiskChanged(false),
            new EdgeInput.Persisted(new Stamp(3, 8), 1),
            new EdgeInput.DiskChanged(true),
            new EdgeInput.Persisted(new Stamp(3, 9), 1));
  }

  @Test
  void withoutAUsableDirectoryTheEdgeRunsAllTheSame() throws IOException {
    Files.writeString(directory, "a file where the directory should be");
    try (StateFile file = open("eu-1", "machine-boot-1", NOW)) {
      assertThat(file.read()).isEqualTo(Snapshot.empty());
      file.write(snapshot(7));
      await().until(() -> told.contains(new EdgeInput.Persisted(new Stamp(3, 7), 1)));
    }
    assertThat(told).contains(new EdgeInput.DiskChanged(false));
  }

  private void keep(Snapshot snapshot) {
    try (StateFile file = open("eu-1", "machine-boot-1", NOW)) {
      file.write(snapshot);
    }
  }

  private Snapshot read(String node, String machineBoot, long nowNanos) {
    try (StateFile file = open(node, machineBoot, nowNanos)) {
      return file.read();
    }
  }

  private StateFile open(String node, String machineBoot, long nowNanos) {
    return new StateFile(directory, new StateCodec(node, machineBoot), () -> nowNanos, told::add);
  }

  private static Snapshot snapshot(long sequence) {
    PolicyRecord budget =
        new PolicyRecord(
            PolicyKey.budget("acme"),
            18,
            2,
            Budget.of(Limit.perSecond("requests", 1_000, 100)),
            1,
            2,
            "maria",
            "Black Friday");
    Ladder ladder = new Ladder(ControlLoss.Mode.SAFE, new Share(5_000, 1_000), Rung.HELD);
    HeldLease lease =
        new HeldLease(REQUESTS, LEASE, FLOOR, NOW + 3 * SECOND, NOW + 18 * SECOND, ladder);
    return new Snapshot(
        List.of(budget),
        new Stamp(3, sequence),
        List.of(lease),
        NOW - SECOND,
        1,
        EscrowMemory.EMPTY,
        List.of());
  }
}
