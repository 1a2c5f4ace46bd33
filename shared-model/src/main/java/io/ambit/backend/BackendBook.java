package io.ambit.backend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of backends, at most {@value #MOST}. Of two pieces of news of one backend the later
 * wins, whichever comes first and however often; to have left is news too, remembered as long as
 * the backend would have counted as there. So any number of edges may be told of the same backend,
 * and what they pass on may be lost, doubled and reordered.
 *
 * <p>Not thread-safe. Times are of one monotonic clock.
 */
public final class BackendBook {
  public static final int MOST = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A renewal is passed on once so much of the time to live has passed since the last one was. */
  private static final long RENEWALS_PER_TTL = 4;

  private final SortedMap<String, Entry> entries = new TreeMap<>();

  /**
   * One backend.
   *
   * @param told of this news, or none since the last that was told is worth telling
   * @param toldNanos when anything of it was last passed on
   */
  private record Entry(
      Backend backend, long ttlNanos, long newsNanos, boolean left, boolean told, long toldNanos) {
    boolean isOver(long nowNanos) {
      return nowNanos - newsNanos > ttlNanos;
    }

    Entry toldAt(long nowNanos) {
      return new Entry(backend, ttlNanos, newsNanos, left, true, nowNanos);
    }

    boolean saysTheSame(Entry other) {
      return backend.equals(other.backend) && left == other.left && ttlNanos == other.ttlNanos;
    }

    boolean isDue(long nowNanos) {
      return !told
          || newsNanos - toldNanos > 0 && nowNanos - toldNanos > ttlNanos / RENEWALS_PER_TTL;
    }

    Sighting sighting(long nowNanos) {
      long ageMillis = Math.max(0, nowNanos - newsNanos) / NANOS_PER_MILLI;
      return new Sighting(backend, ttlNanos / NANOS_PER_MILLI, ageMillis, left);
    }
  }

  /** Whether another backend finds no room. */
  public boolean isFullFor(Backend backend) {
    return entries.size() >= MOST && !entries.containsKey(backend.key());
  }

  /** Takes news in; returns whether it changed who is there or what they are. */
  public boolean take(long nowNanos, Sighting news) {
    Entry next =
        new Entry(
            news.backend(),
            news.ttlMillis() * NANOS_PER_MILLI,
            nowNanos - Math.min(news.ageMillis(), Sighting.LONGEST_TTL_MILLIS) * NANOS_PER_MILLI,
            news.left(),
            false,
            nowNanos);
    Entry known = entries.get(news.backend().key());
    if (next.isOver(nowNanos) || isFullFor(news.backend())) {
      return false;
    }
    if (known == null) {
      entries.put(news.backend().key(), next);
      return !next.left();
    }
    if (next.newsNanos() - known.newsNanos() <= 0) {
      return false;
    }
    boolean same = next.saysTheSame(known);
    entries.put(
        news.backend().key(),
        same
            ? new Entry(
                next.backend(),
                next.ttlNanos(),
                next.newsNanos(),
                next.left(),
                known.told(),
                known.toldNanos())
            : next);
    return !same;
  }

  /** Says that a backend goes; returns whether it was there. */
  public boolean leave(long nowNanos, String pool, String id) {
    Entry known = entries.get(pool + "/" + id);
    if (known == null || known.left()) {
      return false;
    }
    entries.put(
        known.backend().key(),
        new Entry(known.backend(), known.ttlNanos(), nowNanos, true, false, nowNanos));
    return true;
  }

  /** Forgets what was not renewed; returns whether anybody who was there is gone. */
  public boolean evaporate(long nowNanos) {
    boolean gone = entries.values().stream().anyMatch(e -> e.isOver(nowNanos) && !e.left());
    entries.values().removeIf(entry -> entry.isOver(nowNanos));
    return gone;
  }

  /** Who is there. */
  public List<Backend> present() {
    return entries.values().stream().filter(entry -> !entry.left()).map(Entry::backend).toList();
  }

  /** Everything there is to tell: present or just left. */
  public List<Sighting> sightings(long nowNanos) {
    return entries.values().stream().map(entry -> entry.sighting(nowNanos)).toList();
  }

  /** The same if any of it is due to be passed on, and then counts it as passed on. */
  public Optional<List<Sighting>> takeDue(long nowNanos) {
    if (entries.values().stream().noneMatch(entry -> entry.isDue(nowNanos))) {
      return Optional.empty();
    }
    Collection<Entry> all = Collections.unmodifiableCollection(entries.values());
    List<Sighting> due = new ArrayList<>(all.size());
    all.forEach(entry -> due.add(entry.sighting(nowNanos)));
    entries.replaceAll((key, entry) -> entry.toldAt(nowNanos));
    return Optional.of(due);
  }
}
