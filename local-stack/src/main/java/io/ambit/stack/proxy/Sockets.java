package io.ambit.stack.proxy;

import java.io.IOException;
import java.net.Socket;

/** Two ways of ending a connection. */
final class Sockets {
  private Sockets() {}

  /** Has the peer see a reset: without time to linger, closing is one. */
  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException alreadyClosed) {
      // That is as good.
    }
  }

  /** In order, if nothing was left unread. */
  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // That is as good.
    }
  }
}
