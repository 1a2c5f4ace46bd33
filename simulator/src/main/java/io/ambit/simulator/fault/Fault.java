package io.ambit.simulator.fault;

/**
 * One thing that goes wrong, as data.
 *
 * @param target the process or cluster it happens to
 * @param forNanos how long it lasts; a killed process is started again after it
 */
public record Fault(long atNanos, Kind kind, String target, long forNanos) {
  /** What can go wrong. */
  public enum Kind {
    /** Killed; started again on the same machine. */
    CRASH,
    /** Killed, and its machine with it; started again on another one, with another clock. */
    MOVE,
    /** Stopped and continued, as by SIGSTOP: its clock goes on. */
    PAUSE,
    /** Told to stop in order; started again. */
    STOP,
    /** Nothing it says is heard. */
    CUT_UP,
    /** It hears nothing. */
    CUT_DOWN,
    /** Neither. */
    CUT,
    /** A region neither reaches the arbiter nor hears it. */
    CUT_ROOT,
    /** Everything to and from it takes longer. */
    SLOW,
    /** A cluster answers nobody. */
    OUTAGE,
    /** It reads again what it has read. */
    REWIND,
    /** A region hears no other region, and none hears it. */
    CUT_PEERS
  }

  /** The same in slow motion: so many times as late, and as long. */
  public Fault slower(int factor) {
    return new Fault(factor * atNanos, kind, target, factor * forNanos);
  }

  @Override
  public String toString() {
    return "%s(%s) at %.3f s for %.3f s".formatted(kind, target, atNanos / 1e9, forNanos / 1e9);
  }
}
