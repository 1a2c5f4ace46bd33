package io.ambit.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * How processes are started, known again and stopped, on a stand-in that takes no time to start.
 */
class LocalStackIT {
  private static final String NAME = "stand-in";

  private final List<String> told = new ArrayList<>();
  private Site site;
  private LocalStack stack;

  @BeforeEach
  void describe(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) {
    site = Site.isolated(Path.of(""), home);
    stack = new LocalStack(site, standIn(), told::add);
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void upReturnsWhenEverythingIsReadyAndLeavesAloneWhatRuns() {
    stack.up();
    ProcessStatus first = status();
    stack.up();

    assertThat(first.state()).isEqualTo(ProcessStatus.State.READY);
    assertThat(status().pid()).isEqualTo(first.pid());
    assertThat(told).containsExactly("starting stand-in");
  }

  @Test
  void aProcessIsItsOwnSessionSoThatNoTerminalReachesIt() throws IOException {
    stack.up();

    // Field 6 of stat is the session; the command name before it may hold spaces.
    String stat = Files.readString(Path.of("/proc", "" + pid(), "stat"));
    String session = stat.substring(stat.lastIndexOf(')')).split(" ", -1)[4];
    assertThat(session).isEqualTo("" + pid());
  }

  @Test
  void aKilledProcessIsDeadAndStaysSoUntilItIsStarted() {
    stack.up();
    stack.kill(NAME);

    assertThat(status().state()).isEqualTo(ProcessStatus.State.DEAD);
    stack.start(NAME);
    assertThat(status().state()).isEqualTo(ProcessStatus.State.READY);
  }

  @Test
  void aPausedProcessIsAliveButNotReady() throws InterruptedException {
    stack.up();
    stack.pause(NAME);

    await().until(() -> status().state() == ProcessStatus.State.ALIVE);
    stack.resume(NAME);
    stack.awaitReady(NAME);
  }

  @Test
  void aStoppedProcessLeavesNoPidFile() {
    stack.up();
    stack.stop(NAME);

    assertThat(status().state()).isEqualTo(ProcessStatus.State.NOT_STARTED);
    assertThat(site.pidFile(NAME)).doesNotExist();
  }

  @Test
  void aTakenPortIsNamedTogetherWithItsHolder() throws IOException {
    int port = site.port(8080);
    try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(stranger.isBound()).isTrue();
      assertThatThrownBy(stack::up)
          .isInstanceOf(StackException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aProcessThatEndsWhileStartingShowsWhatItSaid() {
    stack = new LocalStack(site, standIn("fails"), told::add);

    assertThatThrownBy(stack::up)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("stand-in ended while starting")
        .hasMessageContaining("this is why I cannot start");
  }

  @Test
  void downLeavesAStrangerAloneThatWasGivenAnOldPid() throws Exception {
    stack.up();
    stack.kill(NAME);
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(site.pidFile(NAME), stranger.pid() + "\n");

      assertThat(status().state()).isEqualTo(ProcessStatus.State.DEAD);
      stack.down();
      assertThat(stranger.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aProcessKilledFromOutsideIsSeenAsDead() throws Exception {
    stack.up();
    String command = "kill -9 $(cat '%s')".formatted(site.pidFile(NAME));
    assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();

    await().until(() -> status().state() == ProcessStatus.State.DEAD);
  }

  /** A stack of one stand-in, on the port that is the arbiter's elsewhere. */
  private Stack standIn(String... more) {
    Port port = new Port("http", site.port(8080));
    Path directory = site.dataDirectory(NAME);
    List<String> arguments = new ArrayList<>(List.of(directory.toString(), "" + port.number()));
    arguments.addAll(List.of(more));
    Program program =
        new Program.JavaClass(
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            StandIn.class.getName(),
            32,
            Optional.empty(),
            arguments);
    Readiness readiness = new Readiness.Http(URI.create(port.address() + "/readyz"));
    return new Stack(
        List.of(new StackProcess(NAME, Layer.EDGE, List.of(port), program, directory, readiness)));
  }

  private ProcessStatus status() {
    return stack.status().getFirst();
  }

  private long pid() {
    return status().pid().orElseThrow();
  }
}
