package io.ambit.failover;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether regions are well, from witnesses that fail for different reasons: whether the region is
 * heard on the bus, what became of requests sent to it, whether its backends answer probes, and
 * whether others reach its controllers on paths of their own ({@link LossVote}). One witness alone
 * makes a region suspect. Two kinds that agree for {@value #CONFIRM_MILLIS} ms confirm it, a vote
 * that stands for {@value #VOTED_MILLIS} ms does: a silent bus alone never does, since that is
 * shared fate. An observer whose own clock ticks late, or to whom every region looks lost, takes
 * itself for the sick one and confirms nothing (Lifeguard's self-doubt).
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe.
 * Regions that are not named in a call are forgotten.
 */
public final class RegionHealth {
  /** News older than this makes a region suspect. */
  public static final long SILENT_MILLIS = 3_000;

  /**
   * A silence that is as unusual as this makes a region suspect before its news is old. That alone
   * is no witness for or against anything: it is said, and undone by the next report.
   */
  public static final double SUSPECT_PHI = 8;

  /** Two kinds of witnesses must agree for so long. */
  public static final long CONFIRM_MILLIS = 2_000;

  /**
   * A vote must stand for so long. All it knows of is the region's controllers, and its edges may
   * well serve while those are started anew; where edges are gone as well, it is not by them that
   * users are sent elsewhere, so nothing hurries.
   */
  public static final long VOTED_MILLIS = 30_000;

  /** Who ticks later than that has no business judging others, and for so long after. */
  public static final long LATE_MILLIS = 500;

  public static final long DOUBT_MILLIS = 3_000;

  /** Fewer requests in a second or so say nothing. */
  public static final long LEAST_REQUESTS = 10;

  private final SortedMap<String, Judged> judged = new TreeMap<>();
  private long lateMillis = Long.MIN_VALUE / 2;

  /** What is thought of a region. */
  public enum Verdict {
    WELL,
    /** Enough for what can be undone and is bounded. */
    SUSPECT,
    /** Enough to send its traffic away. */
    CONFIRMED
  }

  /**
   * What is seen of a region.
   *
   * @param ageMillis how old the newest news of it is
   * @param phi how surely it is gone, by when its reports come, see {@link PhiAccrual}
   * @param votedLost whether {@link LossVote} has found it lost
   * @param succeeded of requests sent to its backends in the last second or so
   * @param failed the others
   * @param backendsWell that answer their probes
   * @param backends all that are known
   */
  public record Seen(
      long ageMillis,
      double phi,
      boolean votedLost,
      long succeeded,
      long failed,
      long backendsWell,
      long backends) {
    /** Of a region of whose reports nothing is known, and of which nobody says that it is lost. */
    public Seen(long ageMillis, long succeeded, long failed, long backendsWell, long backends) {
      this(ageMillis, 0, false, succeeded, failed, backendsWell, backends);
    }

    /** Whether what it said itself is too old to say anything. */
    boolean isSilent() {
      return votedLost || ageMillis > SILENT_MILLIS;
    }

    boolean isUnusual() {
      return phi >= SUSPECT_PHI;
    }

    boolean fails() {
      long all = succeeded + failed;
      return all >= LEAST_REQUESTS && 2 * failed >= all;
    }

    boolean isDown() {
      return backends > 0 && 2 * backendsWell < backends;
    }

    private int witnesses() {
      if (votedLost) {
        // A vote takes both a silent bus and probes beside it.
        return 2;
      }
      // Old news of requests and probes is no news: the bus alone speaks then.
      return isSilent() ? 1 : (fails() ? 1 : 0) + (isDown() ? 1 : 0);
    }
  }

  /**
   * What is thought of a region, and why.
   *
   * @param scorePerTenThousand the smaller of the parts of requests that succeed and of backends
   *     that answer; 0 of a silent region
   * @param why in words, for people
   */
  public record Judged(
      Verdict verdict, Seen seen, int scorePerTenThousand, long agreeSinceMillis, String why) {
    /** The same without what is only unusual: by this traffic goes and comes back. */
    public Verdict weighed() {
      return seen.witnesses() == 0 ? Verdict.WELL : verdict;
    }
  }

  /**
   * Judges all regions at once.
   *
   * @param latenessMillis by how much this observer's last tick was late
   * @return by region
   */
  public SortedMap<String, Judged> judge(
      long nowMillis, long latenessMillis, SortedMap<String, Seen> seen) {
    if (latenessMillis > LATE_MILLIS) {
      lateMillis = nowMillis;
    }
    boolean allLost =
        seen.size() > 1 && seen.values().stream().allMatch(each -> each.witnesses() > 0);
    boolean doubts = allLost || nowMillis - lateMillis <= DOUBT_MILLIS;
    judged.keySet().retainAll(seen.keySet());
    seen.forEach((region, each) -> judged.put(region, judge(nowMillis, region, each, doubts)));
    return Collections.unmodifiableSortedMap(new TreeMap<>(judged));
  }

  private Judged judge(long nowMillis, String region, Seen seen, boolean doubts) {
    int witnesses = seen.witnesses();
    Judged before = judged.get(region);
    boolean agree = witnesses >= 2 && !doubts;
    long since =
        !agree
            ? Long.MAX_VALUE
            : before == null || before.agreeSinceMillis() == Long.MAX_VALUE
                ? nowMillis
                : before.agreeSinceMillis();
    long needed = seen.votedLost() ? VOTED_MILLIS : CONFIRM_MILLIS;
    boolean already = before != null && before.verdict() == Verdict.CONFIRMED;
    Verdict verdict =
        agree && (already || nowMillis - since >= needed)
            ? Verdict.CONFIRMED
            : witnesses > 0 || (seen.isUnusual() && !doubts) ? Verdict.SUSPECT : Verdict.WELL;
    return new Judged(verdict, seen, score(seen), since, why(seen, witnesses, doubts));
  }

  private static int score(Seen seen) {
    if (seen.isSilent()) {
      return 0;
    }
    long all = seen.succeeded() + seen.failed();
    int requests = all < LEAST_REQUESTS ? 10_000 : (int) (10_000 * seen.succeeded() / all);
    int backends =
        seen.backends() == 0 ? 10_000 : (int) (10_000 * seen.backendsWell() / seen.backends());
    return Math.min(requests, backends);
  }

  private static String why(Seen seen, int witnesses, boolean doubts) {
    if (witnesses == 0) {
      return seen.isUnusual() && !doubts
          ? "its reports stay away, which is unusual (phi %.0f)".formatted(seen.phi())
          : "all_well";
    }
    String what =
        seen.isSilent()
            ? "not heard for %d ms".formatted(seen.ageMillis())
                + (seen.votedLost() ? ", and its controllers answer nobody" : "")
            : "%d of %d requests failed, %d of %d backends answer"
                .formatted(
                    seen.failed(),
                    seen.succeeded() + seen.failed(),
                    seen.backendsWell(),
                    seen.backends());
    return doubts ? what + "; but the observer doubts itself" : what;
  }
}
