package io.ambit.failover;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether regions are lost with all that is in them. A region is, once it was not heard on the bus
 * for {@value #SILENT_MILLIS} ms, and for {@value #AGREE_MILLIS} ms more than half of all members
 * have said that they do not reach it on a path of their own either. Members are all regions, the
 * one in question among them, and the witnesses: so of two regions without a witness neither can
 * ever be found lost, as nobody can tell a lost region from a lost link. An observer whose own
 * clock ticks late finds nobody lost.
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe.
 * Regions and members that are not named in a call are forgotten.
 */
public final class LossVote {
  /** Neither heard nor reached for so long. */
  public static final long SILENT_MILLIS = 1_500;

  /** What a member said counts for so long. */
  public static final long FRESH_MILLIS = 1_000;

  /** Everything must have been so for that long. */
  public static final long AGREE_MILLIS = 500;

  private final long beganMillis;
  private final SortedMap<String, Long> heardMillis = new TreeMap<>();
  private final SortedMap<String, Said> said = new TreeMap<>();
  private final SortedMap<String, Long> agreeSinceMillis = new TreeMap<>();
  private long lateMillis = Long.MIN_VALUE / 2;

  private record Said(long heardMillis, Reachability what) {}

  /** Begins at {@code nowMillis}: regions that are never heard are silent since then. */
  public LossVote(long nowMillis) {
    this.beganMillis = nowMillis;
  }

  /** How many of so many members have to lose sight of a region: more than half. */
  public static int needed(int members) {
    return members / 2 + 1;
  }

  /**
   * What is known of one region.
   *
   * @param lost whether it is confirmed lost
   * @param silentMillis for how long it was not heard on the bus
   * @param votes members that do not reach it
   * @param needed how many have to say so
   * @param members of whom
   */
  public record Count(boolean lost, long silentMillis, int votes, int needed, int members) {
    /** Whether members other than the region itself could ever be enough. */
    public boolean canPass() {
      return needed < members;
    }
  }

  /** A region is heard on the bus. */
  public void heard(long nowMillis, String region) {
    heardMillis.put(region, nowMillis);
  }

  /** A member says whom it reaches. */
  public void take(long nowMillis, Reachability what) {
    said.put(what.node(), new Said(nowMillis, what));
  }

  /**
   * Counts.
   *
   * @param latenessMillis by how much this observer's last tick was late
   * @return by region
   */
  public SortedMap<String, Count> count(
      long nowMillis, long latenessMillis, SortedSet<String> regions, SortedSet<String> witnesses) {
    if (latenessMillis > RegionHealth.LATE_MILLIS) {
      lateMillis = nowMillis;
    }
    SortedSet<String> members = new TreeSet<>(regions);
    members.addAll(witnesses);
    heardMillis.keySet().retainAll(regions);
    agreeSinceMillis.keySet().retainAll(regions);
    said.keySet().retainAll(members);
    SortedMap<String, Count> counts = new TreeMap<>();
    regions.forEach(region -> counts.put(region, count(nowMillis, region, members)));
    return Collections.unmodifiableSortedMap(counts);
  }

  private Count count(long nowMillis, String region, SortedSet<String> members) {
    long silentMillis = nowMillis - heardMillis.getOrDefault(region, beganMillis);
    int votes = (int) members.stream().filter(member -> votes(nowMillis, member, region)).count();
    int needed = needed(members.size());
    boolean doubts = nowMillis - lateMillis <= SILENT_MILLIS;
    boolean agree = silentMillis >= SILENT_MILLIS && votes >= needed && !doubts;
    boolean lost = agree && nowMillis - since(nowMillis, region) >= AGREE_MILLIS;
    if (!agree) {
      agreeSinceMillis.remove(region);
    }
    return new Count(lost, silentMillis, votes, needed, members.size());
  }

  private long since(long nowMillis, String region) {
    return agreeSinceMillis.computeIfAbsent(region, absent -> nowMillis);
  }

  private boolean votes(long nowMillis, String member, String region) {
    Said last = said.get(member);
    return last != null
        && !member.equals(region)
        && nowMillis - last.heardMillis() <= FRESH_MILLIS
        && last.what().silentMillis().getOrDefault(region, 0L) >= SILENT_MILLIS;
  }
}
