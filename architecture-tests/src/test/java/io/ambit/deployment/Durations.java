package io.ambit.deployment;

import java.time.Duration;
import java.util.Locale;

/**
 * Reads the durations that Compose, Prometheus and Spring write alike: a whole number and one of s,
 * m, h.
 */
final class Durations {
  private Durations() {}

  static int seconds(String text) {
    return Math.toIntExact(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)).toSeconds());
  }
}
