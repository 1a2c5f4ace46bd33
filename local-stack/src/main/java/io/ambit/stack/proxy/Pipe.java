package io.ambit.stack.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One way of one connection: a thread reads into a bounded queue, another writes from it as the
 * gate allows. When the queue is full nothing is read, so the sender feels that nobody receives.
 * How the sender ended, in order or with a reset, passes the gate like bytes do.
 */
final class Pipe {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** With the chunk's size, what one way of a connection may hold: 256 KiB. */
  private static final int CHUNKS = 16;

  private final Gate gate;
  private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(CHUNKS);

  Pipe(Gate gate) {
    this.gate = gate;
  }

  /** What came from the sender, and when it may come out. */
  private sealed interface Piece {
    long dueNanos();

    record Bytes(ByteBuffer bytes, long dueNanos) implements Piece {}

    record End(long dueNanos) implements Piece {}

    record Reset(long dueNanos) implements Piece {}
  }

  /** Reads until the sender ends. */
  void read(Socket source) throws InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = source.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, count));
        underWay.put(new Piece.Bytes(bytes, gate.dueNanos()));
      }
      underWay.put(new Piece.End(gate.dueNanos()));
    } catch (IOException reset) {
      underWay.put(new Piece.Reset(gate.dueNanos()));
    }
  }

  /**
   * Writes until the sender's end has come out, or the receiver is gone: who reads from that one
   * will see it too, and tell the sender by the other way.
   *
   * @throws ResetException if that end was a reset
   */
  void write(Socket target) throws InterruptedException, ResetException {
    try {
      while (passNext(target)) {
        // One piece after another.
      }
    } catch (IOException receiverIsGone) {
      Sockets.reset(target);
    }
  }

  /** Whether more may follow. */
  private boolean passNext(Socket target) throws IOException, InterruptedException, ResetException {
    Piece next = underWay.take();
    gate.await(next.dueNanos());
    switch (next) {
      case Piece.Bytes chunk -> {
        target.getOutputStream().write(chunk.bytes().array());
        gate.passed(chunk.bytes().limit());
        return true;
      }
      case Piece.End end -> {
        target.shutdownOutput();
        return false;
      }
      case Piece.Reset reset -> throw new ResetException();
    }
  }

  /** The sender has reset the connection. */
  static final class ResetException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
