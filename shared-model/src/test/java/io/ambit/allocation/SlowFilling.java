package io.ambit.allocation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * {@link WeightedMaxMin} as its definition says it, without a thought for speed or whole numbers:
 * raise everybody together until somebody is full, again and again.
 */
final class SlowFilling {
  private static final MathContext DIGITS = new MathContext(60);

  private final List<Claim> claims;
  private final BigDecimal[] shares;
  private BigDecimal left;

  private SlowFilling(long total, List<Claim> claims) {
    this.claims = claims;
    this.left = BigDecimal.valueOf(total);
    this.shares = new BigDecimal[claims.size()];
    Arrays.fill(shares, BigDecimal.ZERO);
  }

  static double[] allocate(long total, List<Claim> claims) {
    SlowFilling filling = new SlowFilling(total, claims);
    filling.fill(c -> Math.min(c.minimum(), c.ceiling()), c -> 1L);
    filling.fill(
        c -> Math.min(Math.max(c.reserved(), Math.min(c.demand(), c.guaranteed())), c.ceiling()),
        c -> 1L);
    filling.fill(c -> Math.min(c.demand(), c.ceiling()), Claim::weight);
    filling.fill(Claim::ceiling, filling::spareWeight);
    return Arrays.stream(filling.shares).mapToDouble(BigDecimal::doubleValue).toArray();
  }

  private void fill(Function<Claim, Long> cap, Function<Claim, Long> weight) {
    while (left.signum() > 0) {
      BigDecimal weights = BigDecimal.ZERO;
      BigDecimal step = null;
      for (int i = 0; i < shares.length; i++) {
        BigDecimal room = room(i, cap);
        if (room.signum() > 0) {
          BigDecimal each = BigDecimal.valueOf(weight.apply(claims.get(i)));
          BigDecimal level = room.divide(each, DIGITS);
          weights = weights.add(each);
          step = step == null ? level : step.min(level);
        }
      }
      if (step == null) {
        return;
      }
      raise(step.min(left.divide(weights, DIGITS)), cap, weight);
    }
  }

  private void raise(BigDecimal level, Function<Claim, Long> cap, Function<Claim, Long> weight) {
    BigDecimal before = left;
    for (int i = 0; i < shares.length; i++) {
      BigDecimal want = level.multiply(BigDecimal.valueOf(weight.apply(claims.get(i))), DIGITS);
      give(i, want.min(room(i, cap)).max(BigDecimal.ZERO));
    }
    boolean crumbs = left.compareTo(new BigDecimal("1e-20")) < 0 || left.compareTo(before) == 0;
    left = crumbs ? BigDecimal.ZERO : left;
  }

  /** Half by demand and half by weight, in parts of 2²⁰. */
  private long spareWeight(Claim claim) {
    double demands = claims.stream().mapToLong(Claim::demand).sum();
    double weights = claims.stream().mapToLong(Claim::weight).sum();
    double byWeight = claim.weight() / weights;
    double part = demands == 0 ? byWeight : (claim.demand() / demands + byWeight) / 2;
    return Math.max(1, (long) (part * (1 << 20)));
  }

  private BigDecimal room(int i, Function<Claim, Long> cap) {
    BigDecimal room = BigDecimal.valueOf(cap.apply(claims.get(i))).subtract(shares[i]);
    return room.compareTo(new BigDecimal("1e-20")) < 0 ? BigDecimal.ZERO : room;
  }

  private void give(int i, BigDecimal amount) {
    shares[i] = shares[i].add(amount);
    left = left.subtract(amount);
  }
}
