package io.ambit.edge.decision;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in its priority's queue for being shed: from 0 to below 1, the same
 * whenever it is asked for under the same id, here and at every other edge. So one that was shed is
 * not let through because it asked once more. One without an id is drawn anew each time.
 */
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private static final long PARTS = 10_000;

  private Draws() {}

  static double of(@Nullable String requestId) {
    return requestId == null ? ThreadLocalRandom.current().nextDouble() : hashed(requestId);
  }

  /** What a backend is chosen by: the same bits for the same key, as far as there is one. */
  static long bits(@Nullable String routeKey) {
    return routeKey == null ? ThreadLocalRandom.current().nextLong() : mixed(routeKey);
  }

  /**
   * What a way to another region is chosen by: as a caller's key says, else as its id does, else at
   * random; and not by the bits that say who is shed.
   */
  static long away(@Nullable String routeKey, @Nullable String requestId) {
    long bits = bits(routeKey == null ? requestId : routeKey) * GOLDEN;
    return bits ^ (bits >>> 29);
  }

  /** One of ten thousand places, by the high bits. */
  static int part(long bits) {
    return (int) ((bits >>> 33) * PARTS >>> 31);
  }

  /** Another one that has nothing to do with it, by the low bits. */
  static int slot(long bits) {
    return (int) ((bits & 0x7fffffffL) * PARTS >>> 31);
  }

  private static double hashed(String requestId) {
    return (mixed(requestId) >>> 11) * 0x1p-53;
  }

  /** Mixes the text's hash until each of its bits matters (Stafford's mix 13). */
  private static long mixed(String text) {
    long mixed = (text.hashCode() + GOLDEN) * GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
