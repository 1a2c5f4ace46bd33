package io.ambit.lease.tree;

import java.util.Random;

/**
 * How badly one run is treated. Drawn per seed, because mild and harsh runs find different bugs: a
 * network that loses everything hides what one late message does.
 *
 * @param loss, doubled, late probabilities per message
 * @param worstDelayMillis how late a late message may be
 * @param crashEveryMillis mean time between crashes, over all processes; 0 for none
 * @param cutEveryMillis mean time between one-way cuts of a link; 0 for none
 * @param wipedDisk probability that an edge comes back without its disk
 */
record Faults(
    double loss,
    double doubled,
    double late,
    int worstDelayMillis,
    int crashEveryMillis,
    int cutEveryMillis,
    double wipedDisk) {
  static final Faults NONE = new Faults(0, 0, 0, 1, 0, 0, 0);

  static Faults draw(Random random) {
    return new Faults(
        oneOf(random, 0, 0.05, 0.4),
        oneOf(random, 0, 0.1, 0.3),
        oneOf(random, 0.01, 0.1, 0.4),
        (int) oneOf(random, 300, 3_000, 40_000),
        (int) oneOf(random, 0, 8_000, 1_500),
        (int) oneOf(random, 0, 8_000, 2_000),
        oneOf(random, 0, 0.5, 1));
  }

  private static double oneOf(Random random, double mild, double middling, double harsh) {
    return switch (random.nextInt(3)) {
      case 0 -> mild;
      case 1 -> middling;
      default -> harsh;
    };
  }
}
