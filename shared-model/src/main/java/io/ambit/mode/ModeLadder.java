package io.ambit.mode;

import io.ambit.model.Mode;
import java.util.Optional;

/**
 * Where a process stands between {@link Mode#TARGET} and {@link Mode#FLOOR}. A worse signal is
 * followed at once; a better one only when it has held for {@code holdNanos}, and never from {@link
 * Mode#FLOOR} to {@link Mode#TARGET} without {@link Mode#RECOVERY} between. Starts in recovery.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class ModeLadder {
  private final long holdNanos;
  private Mode mode = Mode.RECOVERY;
  private String reason = "starting";
  private Mode wanted = Mode.RECOVERY;
  private long wantedSinceNanos;

  public ModeLadder(long holdNanos) {
    this.holdNanos = holdNanos;
  }

  /**
   * Hears how things are now.
   *
   * @param signal {@code TARGET}, {@code DEGRADED} or {@code FLOOR}
   * @return the transition this makes, if any
   */
  public Optional<ModeChange> observe(long nowNanos, Mode signal, String why) {
    if (signal != wanted) {
      wanted = signal;
      wantedSinceNanos = nowNanos;
    }
    if (signal == mode) {
      reason = why;
      return Optional.empty();
    }
    if (isWorse(signal)) {
      return move(signal, why);
    }
    if (mode == Mode.FLOOR) {
      wantedSinceNanos = nowNanos;
      return move(Mode.RECOVERY, why);
    }
    return nowNanos - wantedSinceNanos >= holdNanos ? move(signal, why) : Optional.empty();
  }

  public Mode mode() {
    return mode;
  }

  public String reason() {
    return reason;
  }

  private boolean isWorse(Mode signal) {
    return switch (mode) {
      case TARGET -> true;
      case DEGRADED, RECOVERY -> signal == Mode.FLOOR;
      case FLOOR -> false;
    };
  }

  private Optional<ModeChange> move(Mode to, String why) {
    ModeChange change = new ModeChange(mode, to, why);
    mode = to;
    reason = why;
    return Optional.of(change);
  }
}
