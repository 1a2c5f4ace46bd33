package io.ambit.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The least that can be started, asked and killed like a service. Runs in a JVM of its own. */
public final class StandIn {
  private StandIn() {}

  /** Arguments: a directory, a port, and {@code fails} if it is to end at once. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 2) {
      System.out.println("this is why I cannot start");
      System.exit(1);
    }
    int port = Integer.parseInt(arguments[1]);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }
}
