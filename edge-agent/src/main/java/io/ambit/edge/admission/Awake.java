package io.ambit.edge.admission;

import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that the loop looks at at every tick, in order of their places, which is the order of
 * their keys: what else comes of a tick must not depend on who asked first. Places may change from
 * one table to the next, but not which of two comes first. Loop only.
 */
final class Awake {
  private List<Bucket> listed = new ArrayList<>();

  /** Takes in those of {@code asked} that are new, of which nothing was read since some time. */
  void take(Bucket[] asked, long sinceNanos, long nowNanos) {
    if (asked.length == 0) {
      return;
    }
    List<Bucket> all = new ArrayList<>(listed.size() + asked.length);
    int next = 0;
    for (Bucket bucket : asked) {
      bucket.unmark();
      if (!bucket.hasLeft() && !bucket.listed) {
        next = takeBefore(bucket, next, all);
        all.add(bucket);
        bucket.listed = true;
        bucket.wake(sinceNanos, nowNanos);
      }
    }
    all.addAll(listed.subList(next, listed.size()));
    listed = all;
  }

  /** Takes over those from {@code next} on that come before {@code bucket}; returns how far. */
  private int takeBefore(Bucket bucket, int next, List<Bucket> all) {
    int at = next;
    while (at < listed.size() && listed.get(at).order() < bucket.order()) {
      all.add(listed.get(at++));
    }
    return at;
  }

  /** The counters that changed; who has nothing to do at the next tick is looked at no more. */
  List<Usage> read(long nowNanos) {
    List<Usage> usage = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < listed.size(); i++) {
      Bucket bucket = listed.get(i);
      if (!bucket.hasLeft()) {
        Usage changed = read(bucket, nowNanos);
        if (changed != null) {
          usage.add(changed);
        }
        bucket.listed = bucket.isAwake();
        if (bucket.listed) {
          listed.set(kept++, bucket);
        }
      }
    }
    listed.subList(kept, listed.size()).clear();
    return usage;
  }

  private static @Nullable Usage read(Bucket bucket, long nowNanos) {
    bucket.renew(nowNanos);
    bucket.returnSurplus(nowNanos);
    return bucket.read();
  }
}
