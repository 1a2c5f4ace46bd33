package io.ambit.edge.integrations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What can be wrong with an agent, on a port of its own. */
enum Trouble {
  /** It answers, five seconds later. */
  SLOW {
    @Override
    Agent start() throws IOException {
      return answering(200, 5_000);
    }
  },
  /** Its machine answers and it does not, as if it were stopped. */
  HUNG {
    @Override
    Agent start() throws IOException {
      ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
      return new Agent(socket.getLocalPort(), socket);
    }
  },
  /** Nobody listens. */
  DOWN {
    @Override
    Agent start() throws IOException {
      return new Agent(Proxy.freePort(), () -> {});
    }
  },
  /** Nothing that is sent to it arrives. */
  BLACKHOLED {
    @Override
    Agent start() throws IOException {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      List<Socket> full = fill(socket.getLocalPort());
      return new Agent(
          socket.getLocalPort(),
          () -> {
            for (Socket each : full) {
              each.close();
            }
            socket.close();
          });
    }
  },
  /** Something in it is broken. */
  BROKEN {
    @Override
    Agent start() throws IOException {
      return answering(500, 0);
    }
  };

  /** Starts an agent that has this trouble. */
  abstract Agent start() throws IOException;

  /** An agent that is no use. */
  record Agent(int port, Closeable what) implements Closeable {
    @Override
    public void close() throws IOException {
      what.close();
    }
  }

  private static Agent answering(int status, long afterMillis) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    server.createContext(
        "/",
        exchange -> {
          var unused =
              later.schedule(() -> answer(exchange, status), afterMillis, TimeUnit.MILLISECONDS);
        });
    server.start();
    return new Agent(
        server.getAddress().getPort(),
        () -> {
          server.stop(0);
          later.shutdownNow();
        });
  }

  private static void answer(HttpExchange exchange, int status) {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects until the backlog is full: from then on the system drops whoever knocks. */
  private static List<Socket> fill(int port) throws IOException {
    List<Socket> connected = new ArrayList<>();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    while (connected.size() < 100) {
      Socket socket = new Socket();
      try {
        socket.connect(address, 300);
        connected.add(socket);
      } catch (SocketTimeoutException dropped) {
        socket.close();
        return connected;
      }
    }
    throw new IOException("the backlog of port " + port + " never fills");
  }
}
