package io.ambit.stack.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, both ends of which the test holds in its hands. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class FaultProxyTest {
  /** How long nothing has to arrive to be believed; who waits in vain passes. */
  private static final Duration SILENCE = Duration.ofMillis(150);

  private static final int PATIENCE_MILLIS = 30_000;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private ServerSocket listener;
  private FaultProxy proxy;

  private record Ends(Socket client, Socket server) {}

  @BeforeEach
  void listen() throws IOException {
    listener = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    proxy = opened(new FaultProxy(0, listener.getLocalPort()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void bytesPassBothWays() throws IOException {
    Ends ends = connect();

    send(ends.client(), "question");
    assertThat(receive(ends.server(), 8)).isEqualTo("question");
    send(ends.server(), "answer");
    assertThat(receive(ends.client(), 6)).isEqualTo("answer");
    assertThat(proxy.passedBytes(Direction.TO_SERVER)).isEqualTo(8);
    assertThat(proxy.passedBytes(Direction.TO_CLIENT)).isEqualTo(6);
  }

  @Test
  void aCutStopsOneWayAndLeavesTheOther() throws IOException {
    Ends ends = connect();
    proxy.cut(Direction.TO_SERVER);

    send(ends.client(), "lost?");
    send(ends.server(), "still here");
    assertThat(receive(ends.client(), 10)).isEqualTo("still here");
    assertSilent(ends.server());
  }

  @Test
  void whatACutKeptComesOutInOrderOnceHealed() throws IOException {
    Ends ends = connect();
    proxy.cut(Direction.TO_CLIENT);
    send(ends.server(), "one ");
    send(ends.server(), "two ");
    assertSilent(ends.client());

    send(ends.server(), "three");
    proxy.heal();
    assertThat(receive(ends.client(), 13)).isEqualTo("one two three");
  }

  @Test
  void aBlackholeTellsNeitherEndThatTheOtherIsGone() throws IOException {
    Ends ends = connect();
    proxy.blackhole();

    ends.client().setSoLinger(true, 0);
    ends.client().close();
    assertSilent(ends.server());
    proxy.heal();
    assertThatThrownBy(() -> receive(ends.server(), 1)).isInstanceOf(SocketException.class);
  }

  @Test
  void aConnectionMadeInABlackholeReachesTheServerOnceHealed() throws IOException {
    proxy.blackhole();
    Socket client = dial();
    send(client, "late");
    listener.setSoTimeout((int) SILENCE.toMillis());
    assertThatThrownBy(() -> listener.accept()).isInstanceOf(SocketTimeoutException.class);

    proxy.heal();
    assertThat(receive(accept(), 4)).isEqualTo("late");
  }

  @Test
  void aDelayedWayIsLateAndTheOtherIsNot() throws IOException {
    Ends ends = connect();
    Duration delay = Duration.ofMillis(200);
    proxy.delay(Direction.TO_SERVER, delay);

    long sentNanos = System.nanoTime();
    for (int piece = 0; piece < 10; piece++) {
      send(ends.client(), "x");
      send(ends.server(), "y");
      assertThat(receive(ends.client(), 1)).isEqualTo("y");
    }
    assertThat(receive(ends.server(), 10)).hasSize(10);
    assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(delay.toNanos());
  }

  @Test
  void aResetIsAResetForBothEnds() throws IOException {
    Ends ends = connect();

    assertThat(proxy.reset()).isEqualTo(1);
    assertThatThrownBy(() -> receive(ends.client(), 1)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> receive(ends.server(), 1)).isInstanceOf(SocketException.class);
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void aResetEndsConnectionsThatACutHolds() throws IOException {
    Ends ends = connect();
    proxy.blackhole();
    send(ends.client(), "held");
    Socket waiting = dial();
    await().until(() -> proxy.connections() == 2);

    assertThat(proxy.reset()).isEqualTo(2);
    assertThatThrownBy(() -> receive(waiting, 1)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> receive(ends.server(), 1)).isInstanceOf(SocketException.class);
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void anEndThatHasNothingMoreToSayStillListens() throws IOException {
    Ends ends = connect();
    ends.client().shutdownOutput();

    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    send(ends.server(), "goodbye");
    assertThat(receive(ends.client(), 7)).isEqualTo("goodbye");
    ends.server().close();
    assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void aServerThatIsGoneIsAResetForItsClient() throws IOException {
    listener.close();

    Socket client = dial();
    assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
  }

  @Test
  void aReceiverThatDoesNotReadStopsItsSender() throws Exception {
    Ends ends = connect();
    byte[] much = new byte[64 * 1024 * 1024];
    new Random(1).nextBytes(much);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(ends, much));

    awaitStandstill();
    assertThat(sending).isNotDone();
    assertThat(proxy.passedBytes(Direction.TO_SERVER)).isLessThan(much.length);
    assertThat(ends.server().getInputStream().readNBytes(much.length)).isEqualTo(much);
    sending.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Test
  void connectionsBeyondTheBoundAreReset() throws IOException {
    proxy.blackhole();
    for (int i = 0; i < FaultProxy.MAX_CONNECTIONS; i++) {
      dial();
    }
    await().until(() -> proxy.connections() == FaultProxy.MAX_CONNECTIONS);

    Socket oneMore = dial();
    assertThatThrownBy(() -> receive(oneMore, 1)).isInstanceOf(SocketException.class);
  }

  @Test
  void closingFreesThePortAndEndsWhatIsThere() throws IOException {
    Ends ends = connect();
    int port = proxy.port();
    proxy.close();

    assertThatThrownBy(() -> receive(ends.client(), 1)).isInstanceOf(SocketException.class);
    opened(new FaultProxy(port, listener.getLocalPort()));
    send(dial(port), "again");
    assertThat(receive(accept(), 5)).isEqualTo("again");
  }

  private Ends connect() throws IOException {
    Socket client = dial();
    return new Ends(client, accept());
  }

  private Socket dial() throws IOException {
    return dial(proxy.port());
  }

  private Socket dial(int port) throws IOException {
    Socket client = opened(new Socket());
    client.setSoTimeout(PATIENCE_MILLIS);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return client;
  }

  private Socket accept() throws IOException {
    listener.setSoTimeout(PATIENCE_MILLIS);
    Socket server = opened(listener.accept());
    server.setSoTimeout(PATIENCE_MILLIS);
    return server;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String receive(Socket socket, int count) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(count), StandardCharsets.US_ASCII);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout((int) SILENCE.toMillis());
    assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static void sendAll(Ends ends, byte[] bytes) {
    try {
      ends.client().getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Until nothing more has passed between two looks. */
  private void awaitStandstill() {
    long[] before = {-1};
    await()
        .pollInterval(SILENCE)
        .until(
            () -> {
              long now = proxy.passedBytes(Direction.TO_SERVER);
              boolean stands = now > 0 && now == before[0];
              before[0] = now;
              return stands;
            });
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
