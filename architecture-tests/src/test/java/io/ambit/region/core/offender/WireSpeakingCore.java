package io.ambit.region.core.offender;

import io.ambit.wire.Wire;

/** An offender: knows the wire. */
public final class WireSpeakingCore {
  private WireSpeakingCore() {}

  public static int size() {
    return Wire.MAX_BYTES;
  }

  public static Class<?> wire() {
    return Wire.class;
  }
}
