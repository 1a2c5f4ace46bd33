package io.ambit.lease;

import java.util.Optional;

/**
 * A node as a witness of whether its parent is heard. To its parent it testifies, in reports, which
 * grant it has heard; to other children it vows, once it has heard nothing for long, that it will
 * testify to nothing for {@value #VOW_MILLIS} ms. It never does both for the same moment:
 *
 * <ul>
 *   <li>after it applied a grant it makes no vow for {@link Durations#charged} of {@value
 *       #SILENCE_MILLIS} ms, so its testimony to that grant holds for {@link Durations#held} of as
 *       long after the grant was issued, on its parent's clock;
 *   <li>while a vow binds it, it testifies to nothing.
 * </ul>
 *
 * <p>Several processes may take themselves for the node, so both are only worth something once
 * written to where its owner alone can write: a vow before it is answered, and a grant before it is
 * testified to. Whoever owns the node next begins bound, as if it had vowed and heard just before,
 * and so need not know what its predecessor said.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class Witness {
  public static final long SILENCE_MILLIS = 5_000;
  public static final long VOW_MILLIS = 15_000;
  private static final long SILENCE_NANOS = Durations.charged(Durations.ofMillis(SILENCE_MILLIS));
  private static final long BOUND_NANOS = Durations.charged(Durations.ofMillis(VOW_MILLIS));

  /** A grant is worth writing down so often; several of them come within the silence. */
  private static final long WRITE_NANOS = Durations.ofMillis(500);

  private long heardNanos;
  private long boundUntilNanos;
  private Stamp applied = Stamp.NONE;
  private Stamp written = Stamp.NONE;
  private Stamp underWay = Stamp.NONE;
  private long wroteNanos;

  /** A new owner of the node, from {@code nowNanos} on. */
  public Witness(long nowNanos) {
    heardNanos = nowNanos;
    boundUntilNanos = nowNanos + BOUND_NANOS;
    wroteNanos = nowNanos - WRITE_NANOS;
  }

  /** A grant was applied. */
  public void heard(long nowNanos, Stamp stamp) {
    heardNanos = nowNanos;
    applied = stamp;
  }

  /** What it would testify to, to be written down now; said once, answered by {@link #written}. */
  public Optional<Stamp> toWrite(long nowNanos) {
    if (!applied.isAfter(underWay) || nowNanos - wroteNanos < WRITE_NANOS) {
      return Optional.empty();
    }
    underWay = applied;
    wroteNanos = nowNanos;
    return Optional.of(applied);
  }

  /** {@code stamp} is written where only the owner can have written it. */
  public void written(Stamp stamp) {
    written = stamp;
  }

  /** The newest grant it testifies to have heard; {@link Stamp#NONE} while it is bound. */
  public Stamp testimony(long nowNanos) {
    return isBound(nowNanos) ? Stamp.NONE : written;
  }

  /** Whether the parent has been silent for so long that it may vow. */
  public boolean mayVow(long nowNanos) {
    return nowNanos - heardNanos >= SILENCE_NANOS;
  }

  /** Binds it from now on, whether or not anybody ever hears of this vow. */
  public void vow(long nowNanos) {
    if (!mayVow(nowNanos)) {
      throw new IllegalStateException("the parent was heard");
    }
    boundUntilNanos = nowNanos + BOUND_NANOS;
  }

  /** Whether a vow binds it. */
  public boolean isBound(long nowNanos) {
    return boundUntilNanos - nowNanos > 0;
  }
}
