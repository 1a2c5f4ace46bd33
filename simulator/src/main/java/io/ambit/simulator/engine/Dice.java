package io.ambit.simulator.engine;

import java.util.random.RandomGenerator;

/**
 * Randomness by name: the same key gives the same number whatever else was drawn, so a schedule
 * with one fault less is the same schedule otherwise, and a failing one can be shrunk. Mixing is
 * that of SplittableRandom (Steele, Lea and Flood, OOPSLA 2014).
 */
public final class Dice {
  private final long seed;

  public Dice(long seed) {
    this.seed = mix(seed + 0x9E3779B97F4A7C15L);
  }

  /** 64 bits for a key of three parts. */
  public long bits(long what, long which, long count) {
    return mix(mix(mix(seed ^ what) + 0x9E3779B97F4A7C15L * which) + 0xD1B54A32D192ED03L * count);
  }

  /** A number in [0, 1) for a key. */
  public double unit(long what, long which, long count) {
    return unit(bits(what, which, count));
  }

  /** A generator of its own for {@code what}. */
  public RandomGenerator generator(long what) {
    return new java.util.SplittableRandom(bits(what, 0, 0));
  }

  /** The upper 53 bits as a number in [0, 1). */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** A name as part of a key; the same in every JVM. */
  public static long key(String name) {
    long key = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      key = (key ^ name.charAt(i)) * 0x100000001B3L;
    }
    return key;
  }

  public static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
