package io.ambit.stack.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * One connection of a client and the one made for it to the server, carried by virtual threads. It
 * is over when both sides have ended, or with the first reset, which both see. Thread-safe.
 */
final class Connection {
  private static final int CONNECTS_WITHIN_MILLIS = 5_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final Gate toServer;
  private final Gate toClient;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Connection(Socket client, Gate toServer, Gate toClient) {
    this.client = client;
    this.toServer = toServer;
    this.toClient = toClient;
  }

  /** Returns when the connection is over. */
  void carry(int serverPort) {
    try (threads) {
      threads.submit(() -> dial(serverPort)).get();
      Pipe up = new Pipe(toServer);
      Pipe down = new Pipe(toClient);
      carry(() -> up.read(client));
      carry(() -> up.write(server));
      carry(() -> down.read(server));
      carry(() -> down.write(client));
    } catch (ExecutionException | RejectedExecutionException over) {
      reset();
    } catch (InterruptedException ended) {
      reset();
      Thread.currentThread().interrupt();
    } finally {
      Sockets.close(client);
      Sockets.close(server);
    }
  }

  /** Ends it at once, for both sides as a reset. */
  void reset() {
    Sockets.reset(client);
    Sockets.reset(server);
    threads.shutdownNow();
  }

  /**
   * A client's opening goes the way of its bytes, and so does a refusal of the server. What this
   * cannot show is an opening that is lost: the client was connected by the proxy's own kernel.
   */
  private Void dial(int port) throws IOException, InterruptedException {
    toServer.await(toServer.dueNanos());
    try {
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECTS_WITHIN_MILLIS);
    } catch (IOException refused) {
      toClient.await(toClient.dueNanos());
      throw refused;
    }
    return null;
  }

  private void carry(Carrying part) {
    threads.execute(
        () -> {
          try {
            part.run();
          } catch (Pipe.ResetException | InterruptedException over) {
            reset();
          }
        });
  }

  private interface Carrying {
    void run() throws Pipe.ResetException, InterruptedException;
  }
}
