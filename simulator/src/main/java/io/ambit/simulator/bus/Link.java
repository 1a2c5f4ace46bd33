package io.ambit.simulator.bus;

import io.ambit.simulator.engine.Dice;

/**
 * One way between a process and a broker: how long messages take, and whether they arrive at all.
 * Each message's fate is drawn by its number on this link.
 */
public final class Link {
  /** How a link treats messages that promise nothing: probabilities, and the worst delay. */
  public record Weather(double lost, double doubled, double late, long worstNanos) {
    public static final Weather FAIR = new Weather(0, 0, 0, 0);

    /** Each message goes by itself, but nothing happens to it by chance. */
    public static final Weather CHOSEN = new Weather(0, 0, 0, 1);
  }

  private static final long DELAY = Dice.key("delay");
  private static final long FATE = Dice.key("fate");
  private static final long AGAIN_NANOS = 1_500_000_000L;
  private static final long OVERTAKEN_NANOS = 150_000_000L;
  private static final long OUTDATED_NANOS = 3_500_000_000L;

  private final String name;
  private final long id;
  private final Dice dice;
  private final long usualNanos;
  private Weather weather;
  private Fates fates = Fates.USUAL;
  private long sent;
  private long cast;
  private long cutUntilNanos;
  private long slowUntilNanos;
  private long slowNanos;

  public Link(String name, Dice dice, long usualNanos, Weather weather) {
    this.name = name;
    this.id = Dice.key(name);
    this.dice = dice;
    this.usualNanos = usualNanos;
    this.weather = weather;
  }

  public String name() {
    return name;
  }

  /** From now on {@code fates} choose. */
  public void follow(Fates chosen) {
    fates = chosen;
  }

  public void cut(long untilNanos) {
    cutUntilNanos = Math.max(cutUntilNanos, untilNanos);
  }

  public void slow(long untilNanos, long byNanos) {
    slowUntilNanos = Math.max(slowUntilNanos, untilNanos);
    slowNanos = byNanos;
  }

  public void heal() {
    weather = Weather.FAIR;
    cutUntilNanos = 0;
    slowUntilNanos = 0;
  }

  public boolean isCut(long nowNanos) {
    return nowNanos < cutUntilNanos;
  }

  /** How long the next message takes: the usual time and up to a fifth more. */
  public long delayNanos(long nowNanos) {
    double jitter = dice.unit(DELAY, id, ++sent) / 5;
    long slow = nowNanos < slowUntilNanos ? slowNanos : 0;
    return usualNanos + (long) (usualNanos * jitter) + slow;
  }

  /** The delays of the copies that arrive of the next message that promises nothing. */
  public long[] copies(long nowNanos) {
    long usual = delayNanos(nowNanos);
    if (weather == Weather.FAIR) {
      return new long[] {usual};
    }
    if (weather.equals(Weather.CHOSEN)) {
      return chosen(usual);
    }
    if (dice.unit(FATE, id, 3 * sent) < weather.lost()) {
      return new long[0];
    }
    long first = late(usual, 3 * sent + 1);
    return dice.unit(FATE, ~id, sent) < weather.doubled()
        ? new long[] {first, late(usual, 3 * sent + 2)}
        : new long[] {first};
  }

  private long[] chosen(long usual) {
    return switch (fates.of(this, ++cast)) {
      case ARRIVES -> new long[] {usual};
      case LOST -> new long[0];
      case DOUBLED -> new long[] {usual, usual + AGAIN_NANOS};
      case OVERTAKEN -> new long[] {usual + OVERTAKEN_NANOS};
      case OUTDATED -> new long[] {usual + OUTDATED_NANOS};
    };
  }

  private long late(long usual, long count) {
    long bits = dice.bits(FATE, id, count);
    boolean late = Dice.unit(bits) < weather.late();
    return late ? usual + Long.remainderUnsigned(Dice.mix(bits), weather.worstNanos() + 1) : usual;
  }
}
