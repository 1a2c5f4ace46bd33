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

  private Draws() {}

  static double of(@Nullable String requestId) {
    return requestId == null ? ThreadLocalRandom.current().nextDouble() : hashed(requestId);
  }

  /** What a backend is chosen by: the same bits for the same key, as far as there is one. */
  static long bits(@Nullable String routeKey) {
    return routeKey == null ? ThreadLocalRandom.current().nextLong() : mixed(routeKey);
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
