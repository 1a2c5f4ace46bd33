package io.ambit.stack.system;

import java.util.Arrays;

/** Records that nobody can read, and the word they are refused with. */
enum Poison {
  /** Not Protobuf at all. */
  MALFORMED("malformed") {
    @Override
    byte[] from(byte[] genuine) {
      byte[] bytes = new byte[64];
      Arrays.fill(bytes, (byte) 0xff);
      return bytes;
    }
  },
  /** The first half of a genuine record. */
  TRUNCATED("malformed") {
    @Override
    byte[] from(byte[] genuine) {
      return Arrays.copyOf(genuine, genuine.length / 2);
    }
  },
  /** More than a reader takes, and less than the broker does. */
  OVERSIZED("oversized") {
    @Override
    byte[] from(byte[] genuine) {
      return new byte[950 * 1024];
    }
  },
  /** A genuine record that says, last and so for good, that it is of the next major version. */
  FUTURE_VERSION("future_version") {
    @Override
    byte[] from(byte[] genuine) {
      byte[] bytes = Arrays.copyOf(genuine, genuine.length + 2);
      bytes[genuine.length] = MAJOR_TAG;
      bytes[genuine.length + 1] = NEXT_MAJOR;
      return bytes;
    }
  };

  /** The envelope's first field, a varint (docs/protocol.md). */
  private static final byte MAJOR_TAG = 1 << 3;

  private static final byte NEXT_MAJOR = 3;

  private final String reason;

  Poison(String reason) {
    this.reason = reason;
  }

  /** The value, made from one that was really written. */
  abstract byte[] from(byte[] genuine);

  String reason() {
    return reason;
  }
}
