package io.ambit.stack;

/**
 * A port a process listens on, and what for.
 *
 * @param use {@code http}, {@code management}, or the protocol
 */
public record Port(String use, int number) {
  /** What a client is told to connect to. */
  public String address() {
    boolean speaksHttp = use.equals("http") || use.equals("management");
    return (speaksHttp ? "http://" : "") + "127.0.0.1:" + number;
  }
}
