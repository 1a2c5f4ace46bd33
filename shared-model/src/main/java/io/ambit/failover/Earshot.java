package io.ambit.failover;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * For how long regions have not answered the probes of one observer. Only probes that failed while
 * the observer was awake count: one that stood still, or was late, begins to count anew, since what
 * it missed says nothing of others (Lifeguard's self-doubt).
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe.
 * Bounded by the regions that are probed.
 */
public final class Earshot {
  /** How often to probe. */
  public static final long PROBE_MILLIS = 250;

  /** An answer that takes longer is none. */
  public static final long PATIENCE_MILLIS = 500;

  /** Who is later than that with its next round of probes doubts itself. */
  static final long LATE_MILLIS = 500;

  private final String node;
  private final SortedMap<String, Silence> silences = new TreeMap<>();
  private long roundMillis = Long.MIN_VALUE / 2;

  private static final class Silence {
    private boolean silent;
    private long sinceMillis;
    private long answeredMillis = Long.MIN_VALUE / 2;
  }

  /**
   * @param node in whose name this tells
   */
  public Earshot(String node) {
    this.node = node;
  }

  /** A round of probes begins. */
  public void begin(long nowMillis) {
    if (nowMillis - roundMillis > PROBE_MILLIS + LATE_MILLIS) {
      silences.values().forEach(each -> each.silent = false);
    }
    roundMillis = nowMillis;
  }

  /** One of the region's controllers answered a probe. */
  public void answered(long nowMillis, String region) {
    Silence silence = of(region);
    silence.silent = false;
    silence.answeredMillis = nowMillis;
  }

  /** A probe of one of its controllers failed that was sent at {@code sentMillis}. */
  public void failed(long nowMillis, String region, long sentMillis) {
    Silence silence = of(region);
    boolean slept = nowMillis - sentMillis > PATIENCE_MILLIS + LATE_MILLIS;
    // Another controller of the region may have answered since.
    if (!silence.silent && !slept && sentMillis - silence.answeredMillis > 0) {
      silence.silent = true;
      silence.sinceMillis = sentMillis;
    }
  }

  private Silence of(String region) {
    return silences.computeIfAbsent(region, absent -> new Silence());
  }

  /** As it is now; regions of whom nothing was learned yet are left out. */
  public Reachability tell(long nowMillis) {
    SortedMap<String, Long> told = new TreeMap<>();
    silences.forEach(
        (region, each) ->
            told.put(region, each.silent ? Math.max(0, nowMillis - each.sinceMillis) : 0L));
    return new Reachability(node, told);
  }
}
