package io.ambit.stack.kafka;

/**
 * A port of the broker for clients. Who comes in by it is told that the broker is at the advertised
 * port, and connects there from then on.
 */
record ClientListener(String name, int port, int advertisedPort) {
  String bound() {
    return "%s://127.0.0.1:%d".formatted(name, port);
  }

  String advertised() {
    return "%s://127.0.0.1:%d".formatted(name, advertisedPort);
  }
}
