package io.ambit.stack.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between the clients of a port and the server behind another, both on the loopback
 * interface, and passes bytes on until told otherwise. What a fault keeps from passing is kept, not
 * lost, like packets that TCP sends again: it comes out when the fault has ended, also if its
 * sender is gone by then. Faults apply to every connection there is and to those to come.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  /** Far above what a client of the stack keeps; more are reset at once. */
  static final int MAX_CONNECTIONS = 256;

  private static final int BACKLOG = 64;

  private final ServerSocket listener;
  private final int serverPort;
  private final Gate toServer = new Gate();
  private final Gate toClient = new Gate();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * Listens from now on.
   *
   * @param port for clients; 0 for any that is free
   * @param serverPort where clients are connected to; nobody needs to listen there yet
   * @throws IOException if the port is taken
   */
  public FaultProxy(int port, int serverPort) throws IOException {
    this.listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    this.serverPort = serverPort;
    Thread.ofVirtual().name("fault-proxy-" + port()).start(this::acceptAll);
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Nothing passes that way any more, neither bytes nor the ends of connections. */
  public void cut(Direction way) {
    gate(way).cut();
  }

  /** Nothing passes either way, and nobody is told. */
  public void blackhole() {
    toServer.cut();
    toClient.cut();
  }

  /** Whatever goes that way from now on comes out that much later, in order. */
  public void delay(Direction way, Duration delay) {
    gate(way).delay(delay);
  }

  /** The same, both ways. */
  public void delay(Duration delay) {
    delay(Direction.TO_SERVER, delay);
    delay(Direction.TO_CLIENT, delay);
  }

  /** Resets every connection there is, also through a cut; returns how many. */
  public int reset() {
    List<Connection> now = List.copyOf(connections);
    now.forEach(Connection::reset);
    return now.size();
  }

  /** Both ways are open and without delay. */
  public void heal() {
    for (Gate gate : List.of(toServer, toClient)) {
      gate.delay(Duration.ZERO);
      gate.open();
    }
  }

  /** Connections of clients now. */
  public int connections() {
    return connections.size();
  }

  /** Bytes that came out that way so far. */
  public long passedBytes(Direction way) {
    return gate(way).passedBytes();
  }

  /** Stops listening and resets every connection. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyClosed) {
      // That is as good.
    }
    reset();
  }

  private Gate gate(Direction way) {
    return switch (way) {
      case TO_SERVER -> toServer;
      case TO_CLIENT -> toClient;
    };
  }

  private void acceptAll() {
    try {
      while (!listener.isClosed()) {
        take(listener.accept());
      }
    } catch (IOException closed) {
      // Nobody is listened to any more.
    }
  }

  private void take(Socket client) {
    if (connections.size() >= MAX_CONNECTIONS) {
      Sockets.reset(client);
      return;
    }
    Connection connection = new Connection(client, toServer, toClient);
    connections.add(connection);
    Thread.startVirtualThread(
        () -> {
          connection.carry(serverPort);
          connections.remove(connection);
        });
    if (listener.isClosed()) {
      connection.reset();
    }
  }
}
