package io.ambit.stack;

/**
 * The way from one process to a server that it talks to, with room for a proxy: the process is told
 * to connect to one port, and the server listens on another.
 *
 * @param client name of the process
 * @param port where the process connects
 * @param serverPort where the server listens for this link
 */
public record Link(String client, Server server, int port, int serverPort) {
  /** What processes talk to. */
  public enum Server {
    REGIONAL_KAFKA,
    GLOBAL_KAFKA,
    REDIS
  }

  /** For people. */
  public String name() {
    return switch (server) {
      case REGIONAL_KAFKA -> client + " to its region's Kafka";
      case GLOBAL_KAFKA -> client + " to the global Kafka";
      case REDIS -> client + " to Redis";
    };
  }
}
